package dev.bulwark.kernel.system;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is governed, as its manifest declares it.
///
/// @param id lower-case letters, digits, hyphens
/// @param owners person id by role (`accountable`, `technical`, `security`, `risk`); every role of
///   the schema is filled
/// @param authors person ids of those who build it; none of them is independent of it
/// @param profile the profile it asks to be judged by
/// @param elements everything it is made of; exactly one of kind SYSTEM, which holds the facts
///   about the whole
/// @param manifest the digest of the manifest's bytes
public record AiSystem(
    String id,
    String title,
    String purpose,
    SortedMap<String, String> owners,
    List<String> authors,
    String profile,
    List<Element> elements,
    Digest manifest) {
  public AiSystem {
    owners = Collections.unmodifiableSortedMap(new TreeMap<>(owners));
    authors = List.copyOf(authors);
    elements = List.copyOf(elements);
    if (elements.stream().filter(element -> element.kind() == ElementKind.SYSTEM).count() != 1) {
      throw new IllegalArgumentException("a system has exactly one element of kind SYSTEM");
    }
  }

  /// The facts about the whole.
  public Element whole() {
    return of(ElementKind.SYSTEM).getFirst();
  }

  public List<Element> of(ElementKind kind) {
    return elements.stream().filter(element -> element.kind() == kind).toList();
  }

  /// The manifest as something evidence can be about.
  public Subject subject() {
    return new Subject("bulwark.yaml", manifest);
  }

  /// The system as its description statement carries it:
  ///
  /// ```
  /// {"id","title","purpose","profile","owners":{role:person},"authors":[person],
  ///  "elements":[{"kind","id","title","facts":{name:value},"assumed":[name],"artifacts":[{"name","digest"}]}]}
  /// ```
  ///
  /// Elements keep the manifest's order; `assumed` names the facts nobody declared.
  public Json.Obj json() {
    Json.Builder owners = Json.object();
    this.owners.forEach(owners::put);
    return Json.object()
        .put("id", id)
        .put("title", title)
        .put("purpose", purpose)
        .put("profile", profile)
        .put("owners", owners.build())
        .put("authors", Json.texts(authors))
        .put("elements", Json.array(elements.stream().map(Element::json).toList()))
        .build();
  }
}
