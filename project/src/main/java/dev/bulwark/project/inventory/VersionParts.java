package dev.bulwark.project.inventory;

import dev.bulwark.inventory.bom.BillOfMaterials.Dataset;
import dev.bulwark.inventory.bom.BillOfMaterials.Model;
import dev.bulwark.inventory.bom.BillOfMaterials.ModelCard;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.state.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A version of the registry as parts of a bill: its files with their digests, what it was trained
/// on, and what the manifest says of the same bytes.
record VersionParts(List<Model> models, List<Dataset> datasets) {
  private static final String TRAINED_ON = "trained-on";

  static VersionParts of(Version version, Optional<AiSystem> system) {
    List<Subject> files =
        version.content().files().stream()
            .map(file -> new Subject(file.name(), file.digest()))
            .toList();
    List<Dataset> sources =
        version.lineage().stream()
            .filter(origin -> origin.relation().equals(TRAINED_ON))
            .map(VersionParts::source)
            .toList();
    String name = version.id().asset();
    String number = Long.toString(version.id().number());
    return switch (version.kind()) {
      case MODEL, ADAPTER ->
          new VersionParts(
              List.of(
                  new Model(
                      name,
                      number,
                      Optional.empty(),
                      files,
                      List.of(),
                      card(version, system, sources))),
              sources);
      case DATASET, PROMPT, CONFIGURATION -> {
        List<Dataset> all = new ArrayList<>();
        all.add(
            new Dataset(
                name,
                number,
                Optional.empty(),
                files,
                List.of(),
                declared(version, system).map(Dataset::description).orElse(version.kind().word()),
                "",
                declared(version, system).map(Dataset::sensitive).orElse(List.of())));
        all.addAll(sources);
        yield new VersionParts(List.of(), all);
      }
    };
  }

  private static Dataset source(RegistryEvent.Lineage origin) {
    int at = origin.name().indexOf('@');
    return new Dataset(
        at < 0 ? origin.name() : origin.name().substring(0, at),
        at < 0 ? "" : origin.name().substring(at + 1),
        Optional.empty(),
        List.of(new Subject(origin.name(), origin.digest())),
        List.of(),
        "",
        "",
        List.of());
  }

  private static ModelCard card(Version version, Optional<AiSystem> system, List<Dataset> sources) {
    ModelCard said =
        system
            .flatMap(
                it ->
                    SystemParts.models(it).stream()
                        .filter(model -> isOf(version, model.files()))
                        .findFirst())
            .map(Model::card)
            .orElse(ModelCard.EMPTY);
    return new ModelCard(
        said.approach(),
        said.task(),
        said.architectureFamily(),
        said.architecture(),
        sources.stream().map(Dataset::name).toList(),
        said.inputs(),
        said.outputs(),
        said.metrics(),
        said.useCases(),
        said.limitations());
  }

  private static Optional<Dataset> declared(Version version, Optional<AiSystem> system) {
    return system.flatMap(
        it ->
            SystemParts.datasets(it).stream()
                .filter(dataset -> isOf(version, dataset.files()))
                .findFirst());
  }

  /// The manifest speaks of these very bytes, not of a name.
  private static boolean isOf(Version version, List<Subject> files) {
    Set<Digest> held = version.content().digests();
    return !files.isEmpty() && files.stream().allMatch(file -> held.contains(file.digest()));
  }
}
