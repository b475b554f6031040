package dev.bulwark.project.inventory;

import dev.bulwark.inventory.bom.BillOfMaterials;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.List;
import java.util.Optional;

/// The models and datasets of a manifest as parts of a bill. Only what somebody declared is told:
/// an assumed fact is a caution, not a statement about the part.
final class SystemParts {
  private SystemParts() {}

  static List<BillOfMaterials.Model> models(AiSystem system) {
    return system.of(ElementKind.MODEL).stream()
        .map(
            model ->
                new BillOfMaterials.Model(
                    model.id(),
                    "",
                    Optional.empty(),
                    model.artifacts(),
                    List.of(),
                    card(declared(model, "inputs"))))
        .toList();
  }

  private static BillOfMaterials.ModelCard card(List<String> inputs) {
    return new BillOfMaterials.ModelCard(
        "", "", "", "", List.of(), inputs, List.of(), List.of(), List.of(), List.of());
  }

  static List<BillOfMaterials.Dataset> datasets(AiSystem system) {
    return system.of(ElementKind.DATASET).stream()
        .map(
            dataset ->
                new BillOfMaterials.Dataset(
                    dataset.id(),
                    "",
                    Optional.empty(),
                    dataset.artifacts(),
                    List.of(),
                    dataset.title(),
                    "",
                    isSensitive(dataset) ? List.of("personal or confidential data") : List.of()))
        .toList();
  }

  private static boolean isSensitive(Element dataset) {
    Fact fact = dataset.facts().get("sensitive");
    return fact != null
        && fact.origin() != Fact.Origin.ASSUMED
        && fact.value().equals(new Fact.Value.Flag(true));
  }

  private static List<String> declared(Element element, String name) {
    Fact fact = element.facts().get(name);
    return fact != null
            && fact.origin() != Fact.Origin.ASSUMED
            && fact.value() instanceof Fact.Value.Words(List<String> words)
        ? words
        : List.of();
  }
}
