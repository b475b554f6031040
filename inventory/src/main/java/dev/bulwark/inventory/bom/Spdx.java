package dev.bulwark.inventory.bom;

import dev.bulwark.inventory.component.Component;
import dev.bulwark.inventory.purl.PackageUrl;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// Writes SPDX 3.0.1 JSON-LD with the software, AI and dataset profiles.
public final class Spdx {
  private static final String CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld";
  private static final String CREATION = "_:creation";

  private final BillOfMaterials bill;
  private final String base;
  private final List<Json> graph = new ArrayList<>();
  private final List<String> elements = new ArrayList<>();

  private Spdx(BillOfMaterials bill, String base) {
    this.bill = bill;
    this.base = base;
  }

  /// Identifiers derive from everything but the time.
  public static Json.Obj write(BillOfMaterials bill) {
    Digest content = Digest.of(new Spdx(bill, "urn:bulwark:").document("").canonicalBytes());
    return new Spdx(bill, "urn:bulwark:" + content.hex() + ":")
        .document(bill.time().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private Json.Obj document(String time) {
    graph.add(
        new Drawer()
            .text("type", "CreationInfo")
            .text("@id", CREATION)
            .text("specVersion", "3.0.1")
            .text("created", time)
            .texts("createdBy", List.of(base + "bulwark"))
            .done());
    graph.add(element("SoftwareAgent", "bulwark", "bulwark " + bill.tool()).done());
    elements.add(base + "bulwark");
    String system =
        add(
            "system",
            element("software_Package", "system", bill.name())
                .text("software_packageVersion", bill.version())
                .text("software_primaryPurpose", "application"));
    TreeSet<String> parts = new TreeSet<>();
    parts.addAll(datasets());
    parts.addAll(models());
    parts.addAll(packages());
    relate(system, bill.complete() ? "noAssertion" : "incomplete", parts);
    graph.add(
        element("SpdxDocument", "document", bill.name())
            .texts("rootElement", List.of(system))
            .texts("element", elements)
            .texts("profileConformance", List.of("core", "software", "ai", "dataset"))
            .done());
    return Json.object().put("@context", CONTEXT).put("@graph", Json.array(graph)).build();
  }

  private Drawer element(String type, String id, String name) {
    return new Drawer()
        .text("type", type)
        .text("spdxId", base + id)
        .text("creationInfo", CREATION)
        .text("name", name);
  }

  private String add(String id, Drawer element) {
    graph.add(element.done());
    elements.add(base + id);
    return base + id;
  }

  private void relate(String from, String completeness, Iterable<String> to) {
    List<String> targets = new ArrayList<>();
    to.forEach(targets::add);
    if (!targets.isEmpty()) {
      String id = "relation-" + elements.size();
      add(
          id,
          new Drawer()
              .text("type", "Relationship")
              .text("spdxId", base + id)
              .text("creationInfo", CREATION)
              .text("from", from)
              .text("relationshipType", "contains")
              .text("completeness", completeness)
              .texts("to", targets));
    }
  }

  private List<String> datasets() {
    List<String> ids = new ArrayList<>();
    for (BillOfMaterials.Dataset dataset : sorted(bill.datasets())) {
      ids.add(
          add(
              "dataset-" + name(dataset.name()),
              element("dataset_DatasetPackage", "dataset-" + name(dataset.name()), dataset.name())
                  .text("description", dataset.description())
                  .text("software_packageVersion", dataset.version())
                  .text("software_packageUrl", purl(dataset.purl().orElse(null)))
                  .text("software_primaryPurpose", "data")
                  .texts("dataset_datasetType", List.of("noAssertion"))
                  .items("verifiedUsing", hashes(dataset.files()))));
    }
    return ids;
  }

  private static List<BillOfMaterials.Dataset> sorted(List<BillOfMaterials.Dataset> all) {
    return all.stream().sorted(Comparator.comparing(BillOfMaterials.Dataset::name)).toList();
  }

  private List<String> models() {
    List<String> ids = new ArrayList<>();
    for (BillOfMaterials.Model model :
        bill.models().stream().sorted(Comparator.comparing(BillOfMaterials.Model::name)).toList()) {
      BillOfMaterials.ModelCard card = model.card();
      List<String> types = new ArrayList<>();
      for (String type : List.of(card.approach(), card.architectureFamily(), card.architecture())) {
        if (!type.isEmpty()) {
          types.add(type);
        }
      }
      String id = "model-" + name(model.name());
      String model1 =
          add(
              id,
              element("ai_AIPackage", id, model.name())
                  .text("software_packageVersion", model.version())
                  .text("software_packageUrl", purl(model.purl().orElse(null)))
                  .text("software_primaryPurpose", "model")
                  .text("ai_informationAboutApplication", String.join("; ", card.useCases()))
                  .text("ai_limitation", String.join("; ", card.limitations()))
                  .texts("ai_domain", card.task().isEmpty() ? List.of() : List.of(card.task()))
                  .texts("ai_typeOfModel", types)
                  .items("ai_metric", metrics(card))
                  .items("verifiedUsing", hashes(model.files())));
      ids.add(model1);
      trainedOn(model1, id, card);
    }
    return ids;
  }

  private void trainedOn(String model, String id, BillOfMaterials.ModelCard card) {
    List<String> datasets =
        sorted(bill.datasets()).stream()
            .map(BillOfMaterials.Dataset::name)
            .filter(card.datasets()::contains)
            .map(dataset -> base + "dataset-" + name(dataset))
            .toList();
    if (!datasets.isEmpty()) {
      add(
          id + "-trained-on",
          new Drawer()
              .text("type", "Relationship")
              .text("spdxId", base + id + "-trained-on")
              .text("creationInfo", CREATION)
              .text("from", model)
              .text("relationshipType", "trainedOn")
              .texts("to", datasets));
    }
  }

  private static List<Json.Obj> metrics(BillOfMaterials.ModelCard card) {
    return card.metrics().stream()
        .map(
            metric ->
                new Drawer()
                    .text("type", "DictionaryEntry")
                    .text(
                        "key",
                        metric.slice().isEmpty()
                            ? metric.type()
                            : metric.type() + " (" + metric.slice() + ")")
                    .text("value", metric.value())
                    .done())
        .toList();
  }

  private List<String> packages() {
    TreeMap<PackageUrl, TreeSet<String>> packages = new TreeMap<>();
    for (Component component : bill.components()) {
      packages.computeIfAbsent(component.purl(), _ -> new TreeSet<>()).addAll(component.hashes());
    }
    List<String> ids = new ArrayList<>();
    packages.forEach(
        (purl, written) -> {
          String id = "package-" + name(purl.toString());
          ids.add(
              add(
                  id,
                  element("software_Package", id, purl.name())
                      .text("software_packageVersion", purl.version().orElse(""))
                      .text("software_packageUrl", purl.toString())
                      .text("software_primaryPurpose", "library")
                      .items(
                          "verifiedUsing",
                          written.stream()
                              .flatMap(text -> Hashes.of(text).stream())
                              .distinct()
                              .map(hash -> hash(hash.algorithm(), hash.hex()))
                              .toList())));
        });
    return ids;
  }

  private static String purl(@org.jspecify.annotations.Nullable PackageUrl purl) {
    return purl == null ? "" : purl.toString();
  }

  private static List<Json.Obj> hashes(List<Subject> files) {
    return files.stream()
        .map(file -> file.digest().hex())
        .distinct()
        .sorted()
        .map(hex -> hash("sha256", hex))
        .toList();
  }

  private static Json.Obj hash(String algorithm, String hex) {
    return new Drawer()
        .text("type", "Hash")
        .text("algorithm", algorithm)
        .text("hashValue", hex)
        .done();
  }

  /// Any name as a part of a URN.
  private static String name(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A");
  }
}
