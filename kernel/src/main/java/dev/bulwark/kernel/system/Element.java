package dev.bulwark.kernel.system;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One part of an AI system: a model, a dataset, a flow.
///
/// @param id unique within its kind; lower-case letters, digits, hyphens
/// @param facts every fact the schema knows for this kind, declared or assumed, by name
/// @param artifacts the files that are this element, with their digests; empty when it is not in
///   files
/// @param declaredAt where the manifest declares it
public record Element(
    ElementKind kind,
    String id,
    String title,
    SortedMap<String, Fact> facts,
    List<Subject> artifacts,
    Place declaredAt) {
  public Element {
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    artifacts = List.copyOf(artifacts);
  }

  /// `model/scorer`: unique within the system.
  public String path() {
    return kind.word() + "/" + id;
  }

  Json.Obj json() {
    Json.Builder values = Json.object();
    facts.forEach((name, fact) -> values.put(name, fact.value().json()));
    return Json.object()
        .put("kind", kind.word())
        .put("id", id)
        .put("title", title)
        .put("facts", values.build())
        .put("assumed", Json.texts(assumed()))
        .put("artifacts", Json.array(artifacts.stream().map(Subject::json).toList()))
        .build();
  }

  /// The facts nobody declared.
  public List<String> assumed() {
    return facts.entrySet().stream()
        .filter(fact -> fact.getValue().origin() == Fact.Origin.ASSUMED)
        .map(Map.Entry::getKey)
        .toList();
  }
}
