package dev.bulwark.control.status;

import dev.bulwark.control.policy.About;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.system.ElementKind;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The system that is evaluated: the newest description the judge computed and signed, at a moment.
///
/// @param owners person id by role, as the manifest declares them
/// @param authors those who built it; none of them is independent of it
/// @param documents by the name the manifest gives them
/// @param artifacts the files of each kind of element, in the manifest's order
/// @param facts what conditions may ask about
/// @param evidence the description itself
public record Scope(
    String id,
    String title,
    String profile,
    SortedMap<String, String> owners,
    Set<String> authors,
    Digest manifest,
    List<Subject> documents,
    Map<ElementKind, List<Subject>> artifacts,
    Condition.FactSource facts,
    Evidence evidence)
    implements Described {
  private static final String MANIFEST_NAME = "bulwark.yaml";

  public Scope {
    owners = Collections.unmodifiableSortedMap(new TreeMap<>(owners));
    authors = Set.copyOf(authors);
    documents = List.copyOf(documents);
    artifacts = Collections.unmodifiableMap(new EnumMap<>(artifacts));
  }

  /// The bytes evidence must be about; empty when the system has none of that sort.
  public List<Subject> subjects(About about) {
    return switch (about) {
      case About.Manifest _ -> List.of(manifestSubject());
      case About.Artifacts(ElementKind kind) -> artifacts.getOrDefault(kind, List.of());
      case About.Document(String name) ->
          documents.stream().filter(document -> document.name().equals(name)).toList();
    };
  }

  /// Whether all of these bytes are artifacts of the system as it is described here.
  public boolean covers(Collection<Digest> bytes) {
    Set<Digest> known =
        artifacts.values().stream()
            .flatMap(List::stream)
            .map(Subject::digest)
            .collect(Collectors.toUnmodifiableSet());
    return known.containsAll(bytes);
  }

  public Subject manifestSubject() {
    return new Subject(MANIFEST_NAME, manifest);
  }

  /// How many elements of a kind there are, with or without files.
  int count(ElementKind kind) {
    return facts.elements(kind.section()).map(List::size).orElse(0);
  }
}
