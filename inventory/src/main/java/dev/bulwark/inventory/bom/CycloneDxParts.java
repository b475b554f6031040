package dev.bulwark.inventory.bom;

import dev.bulwark.inventory.component.Component;
import dev.bulwark.inventory.purl.PackageUrl;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The components of a bill as CycloneDX writes them, and how they hang together.
final class CycloneDxParts {
  private static final String ROOT = "system";

  private final BillOfMaterials bill;
  private final TreeMap<PackageUrl, List<Component>> packages = new TreeMap<>();
  private final Set<String> ids = CycloneDxSchemas.licenses();

  CycloneDxParts(BillOfMaterials bill) {
    this.bill = bill;
    for (Component component : bill.components()) {
      packages.computeIfAbsent(component.purl(), _ -> new ArrayList<>()).add(component);
    }
  }

  Json.Obj root() {
    return new Drawer()
        .text("type", "application")
        .text("bom-ref", ROOT)
        .text("name", bill.name())
        .text("version", bill.version())
        .done();
  }

  List<Json.Obj> components() {
    List<Json.Obj> all = new ArrayList<>();
    models().forEach(model -> all.add(model(model)));
    datasets().forEach(dataset -> all.add(dataset(dataset)));
    packages.forEach((purl, declared) -> all.add(library(purl, declared)));
    return all;
  }

  private List<BillOfMaterials.Model> models() {
    return bill.models().stream().sorted(Comparator.comparing(CycloneDxParts::ref)).toList();
  }

  private List<BillOfMaterials.Dataset> datasets() {
    return bill.datasets().stream().sorted(Comparator.comparing(CycloneDxParts::ref)).toList();
  }

  private static String ref(BillOfMaterials.Model model) {
    return "model/" + model.name() + "@" + model.version();
  }

  private static String ref(BillOfMaterials.Dataset dataset) {
    return "dataset/" + dataset.name() + "@" + dataset.version();
  }

  private Json.Obj model(BillOfMaterials.Model model) {
    return new Drawer()
        .text("type", "machine-learning-model")
        .text("bom-ref", ref(model))
        .text("name", model.name())
        .text("version", model.version())
        .items("licenses", licenses(model.licenses()))
        .text("purl", model.purl().map(PackageUrl::toString).orElse(""))
        .items("hashes", single(model.files()))
        .items("components", files(ref(model), model.files()))
        .part("modelCard", card(model.card()))
        .done();
  }

  private Json.Obj card(BillOfMaterials.ModelCard card) {
    Json.Obj approach = new Drawer().text("type", card.approach()).done();
    List<Json.Obj> datasets = new ArrayList<>();
    for (BillOfMaterials.Dataset dataset : datasets()) {
      if (card.datasets().contains(dataset.name())) {
        datasets.add(Json.object().put("ref", ref(dataset)).build());
      }
    }
    Json.Obj parameters =
        new Drawer()
            .part("approach", approach)
            .text("task", card.task())
            .text("architectureFamily", card.architectureFamily())
            .text("modelArchitecture", card.architecture())
            .items("datasets", datasets)
            .items("inputs", formats(card.inputs()))
            .items("outputs", formats(card.outputs()))
            .done();
    Json.Obj analysis =
        new Drawer()
            .items(
                "performanceMetrics",
                card.metrics().stream()
                    .map(
                        metric ->
                            new Drawer()
                                .text("type", metric.type())
                                .text("value", metric.value())
                                .text("slice", metric.slice())
                                .done())
                    .toList())
            .done();
    Json.Obj considerations =
        new Drawer()
            .texts("useCases", card.useCases())
            .texts("technicalLimitations", card.limitations())
            .done();
    return new Drawer()
        .part("modelParameters", parameters)
        .part("quantitativeAnalysis", analysis)
        .part("considerations", considerations)
        .done();
  }

  private static List<Json.Obj> formats(List<String> formats) {
    return formats.stream().map(format -> Json.object().put("format", format).build()).toList();
  }

  private Json.Obj dataset(BillOfMaterials.Dataset dataset) {
    Json.Obj data =
        new Drawer()
            .text("type", "dataset")
            .text("name", dataset.name())
            .text("description", dataset.description())
            .text("classification", dataset.classification())
            .texts("sensitiveData", dataset.sensitive())
            .done();
    return new Drawer()
        .text("type", "data")
        .text("bom-ref", ref(dataset))
        .text("name", dataset.name())
        .text("version", dataset.version())
        .items("licenses", licenses(dataset.licenses()))
        .text("purl", dataset.purl().map(PackageUrl::toString).orElse(""))
        .items("hashes", single(dataset.files()))
        .items("components", files(ref(dataset), dataset.files()))
        .items("data", List.of(data))
        .done();
  }

  /// The digest of a part that is one file.
  private static List<Json.Obj> single(List<Subject> files) {
    return files.size() == 1
        ? List.of(hash("SHA-256", files.getFirst().digest().hex()))
        : List.of();
  }

  private static List<Json.Obj> files(String owner, List<Subject> files) {
    return files.stream()
        .sorted(Comparator.comparing(Subject::name))
        .map(
            file ->
                new Drawer()
                    .text("type", "file")
                    .text("bom-ref", owner + "#" + file.name())
                    .text("name", file.name())
                    .items("hashes", List.of(hash("SHA-256", file.digest().hex())))
                    .done())
        .toList();
  }

  private static Json.Obj hash(String algorithm, String hex) {
    return Json.object().put("alg", algorithm).put("content", hex).build();
  }

  private List<Json.Obj> licenses(List<String> licenses) {
    return licenses.stream()
        .map(
            license ->
                Json.object()
                    .put(
                        "license",
                        Json.object().put(ids.contains(license) ? "id" : "name", license).build())
                    .build())
        .toList();
  }

  private static Json.Obj library(PackageUrl purl, List<Component> declared) {
    TreeSet<String> written = new TreeSet<>();
    declared.forEach(component -> written.addAll(component.hashes()));
    List<Json.Obj> hashes =
        written.stream()
            .flatMap(text -> Hashes.of(text).stream())
            .distinct()
            .map(hash -> hash(hash.cycloneDx(), hash.hex()))
            .toList();
    TreeSet<String> ranges = new TreeSet<>();
    declared.stream().filter(one -> !one.isPinned()).forEach(one -> ranges.add(one.range()));
    List<Json.Obj> properties =
        ranges.stream()
            .map(range -> Json.object().put("name", "bulwark:range").put("value", range).build())
            .toList();
    return new Drawer()
        .text("type", "library")
        .text("bom-ref", purl.toString())
        .text("group", purl.namespace().orElse(""))
        .text("name", purl.name())
        .text("version", purl.version().orElse(""))
        .items("hashes", hashes)
        .text("purl", purl.toString())
        .part("evidence", new Drawer().items("occurrences", places(declared)).done())
        .items("properties", properties)
        .done();
  }

  private static List<Json.Obj> places(List<Component> declared) {
    return declared.stream()
        .map(Component::place)
        .distinct()
        .sorted()
        .map(
            place -> {
              Drawer occurrence = new Drawer().text("location", String.join("!/", place.path()));
              if (place.position() instanceof Place.Position.Line(int line, int _)) {
                occurrence.put("line", Json.of(line));
              }
              return occurrence.done();
            })
        .toList();
  }

  /// The system depends on its models and data and on what it asked for; what only a lock file
  /// lists stands there without an edge.
  List<Json.Obj> dependencies() {
    TreeSet<String> wanted = new TreeSet<>();
    bill.models().forEach(model -> wanted.add(ref(model)));
    bill.datasets().forEach(dataset -> wanted.add(ref(dataset)));
    packages.forEach(
        (purl, declared) -> {
          if (declared.stream().anyMatch(one -> one.scope() == Component.Scope.DIRECT)) {
            wanted.add(purl.toString());
          }
        });
    return List.of(new Drawer().text("ref", ROOT).texts("dependsOn", List.copyOf(wanted)).done());
  }

  List<Json.Obj> compositions() {
    return List.of(
        new Drawer()
            .text("aggregate", bill.complete() ? "unknown" : "incomplete")
            .texts("assemblies", List.of(ROOT))
            .done());
  }
}
