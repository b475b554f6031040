package dev.bulwark.control.status;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.ElementKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads the predicate of a SYSTEM statement, strictly: a description with a member of another
/// shape describes nothing.
final class ScopeReader {
  private static final Map<String, ElementKind> KINDS =
      Arrays.stream(ElementKind.values())
          .collect(Collectors.toUnmodifiableMap(ElementKind::word, Function.identity()));

  private final Map<ElementKind, List<Subject>> artifacts = new EnumMap<>(ElementKind.class);
  private final Map<ElementKind, List<Json.Obj>> facts = new EnumMap<>(ElementKind.class);

  private ScopeReader() {}

  /// A description that cannot be read carries no stack trace of its own making; only its message
  /// is used.
  private static final class Unreadable extends RuntimeException {
    private final String problem;

    Unreadable(String problem) {
      super(problem, null, false, false);
      this.problem = problem;
    }
  }

  static Described read(Evidence evidence) {
    Optional<String> invalid = evidence.statement().predicate().text("invalid");
    if (invalid.isPresent()) {
      return new Described.Nothing("the system is not described: " + invalid.get());
    }
    try {
      return new ScopeReader().scope(evidence);
    } catch (Unreadable e) {
      return new Described.Nothing(
          "the description of the system (ledger entry "
              + evidence.index()
              + ") cannot be read: "
              + e.problem);
    }
  }

  private Scope scope(Evidence evidence) {
    Json.Obj predicate = evidence.statement().predicate();
    Json.Obj system = object(predicate, "system");
    for (Json element : array(system, "elements")) {
      element(asObject(element, "elements"));
    }
    return new Scope(
        text(system, "id"),
        text(system, "title"),
        text(system, "profile"),
        owners(object(system, "owners")),
        authors(system),
        evidence.statement().subjects().getFirst().digest(),
        array(predicate, "documents").stream().map(ScopeReader::subject).toList(),
        artifacts,
        DescribedFacts.of(facts),
        evidence);
  }

  private void element(Json.Obj element) {
    ElementKind kind = KINDS.get(text(element, "kind"));
    if (kind == null) {
      throw new Unreadable("an element of an unknown kind");
    }
    artifacts
        .computeIfAbsent(kind, _ -> new ArrayList<>())
        .addAll(array(element, "artifacts").stream().map(ScopeReader::subject).toList());
    facts.computeIfAbsent(kind, _ -> new ArrayList<>()).add(object(element, "facts"));
  }

  private static SortedMap<String, String> owners(Json.Obj owners) {
    SortedMap<String, String> byRole = new TreeMap<>();
    owners.members().keySet().forEach(role -> byRole.put(role, text(owners, role)));
    return byRole;
  }

  private static Set<String> authors(Json.Obj system) {
    Set<String> authors = new HashSet<>();
    for (Json author : array(system, "authors")) {
      if (!(author instanceof Json.Text(String person))) {
        throw new Unreadable("authors holds something that is not a text");
      }
      authors.add(person);
    }
    return authors;
  }

  private static Subject subject(Json json) {
    Json.Obj descriptor = asObject(json, "artifacts or documents");
    try {
      return new Subject(
          text(descriptor, "name"), Digest.ofHex(text(object(descriptor, "digest"), "sha256")));
    } catch (IllegalArgumentException e) {
      throw new Unreadable("a digest that is not 64 hexadecimal digits");
    }
  }

  private static Json.Obj asObject(Json json, String where) {
    if (json instanceof Json.Obj object) {
      return object;
    }
    throw new Unreadable(where + " holds something that is not an object");
  }

  private static Json.Obj object(Json.Obj in, String name) {
    return in.object(name).orElseThrow(() -> new Unreadable("no object \"" + name + "\""));
  }

  private static String text(Json.Obj in, String name) {
    return in.text(name).orElseThrow(() -> new Unreadable("no text \"" + name + "\""));
  }

  private static List<Json> array(Json.Obj in, String name) {
    if (in.find(name).orElse(Json.Null.NULL) instanceof Json.Arr(List<Json> items)) {
      return items;
    }
    throw new Unreadable("no list \"" + name + "\"");
  }
}
