package dev.bulwark.inventory.osv;

import dev.bulwark.inventory.document.Document;
import dev.bulwark.inventory.document.Node;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads OSV records (schema 1.x). Not thread-safe; lives as long as one import.
final class AdvisoryReader {
  private static final String KNOWN_MAJOR = "1";
  private static final int MOST_REMEMBERED = 200_000;

  /// The one spelling of each version that was met, by ecosystem: hundreds of advisories list the
  /// same ones.
  private final Map<String, Map<String, String>> spelled = new HashMap<>();

  /// What became of a record.
  sealed interface Result {
    record Read(Advisory advisory) implements Result {}

    /// Withdrawn: it never matches.
    record Withdrawn(String id) implements Result {}

    /// A schema this version does not know: it could be read wrongly and pass.
    record UnknownSchema(String version) implements Result {}

    /// @param problem expected and found
    record Malformed(String problem) implements Result {}
  }

  /// @throws Budget.OverLimit when a bound is hit
  Result read(Bytes bytes, Budget budget) {
    return switch (Document.json(bytes, budget)) {
      case Document.Broken(int line, String problem) ->
          new Result.Malformed("line " + line + ": " + problem);
      case Document.Tree(Node root) -> read(root);
    };
  }

  private Result read(Node root) {
    String schema = root.text("schema_version").orElse("1.0.0");
    if (!schema.split("\\.", 2)[0].equals(KNOWN_MAJOR)) {
      return new Result.UnknownSchema(schema);
    }
    String id = root.text("id").orElse("");
    String modified = root.text("modified").orElse("");
    if (id.isEmpty() || modified.isEmpty()) {
      return new Result.Malformed("expected an id and a modified time, found none");
    }
    if (root.find("withdrawn").isPresent()) {
      return new Result.Withdrawn(id);
    }
    List<Advisory.Vector> severities = new ArrayList<>(vectors(root));
    List<Advisory.Affected> affected = new ArrayList<>();
    for (Node entry : root.items("affected")) {
      severities.addAll(vectors(entry));
      Node found = entry.find("package").orElse(entry);
      String ecosystem = found.text("ecosystem").orElse("");
      String name = found.text("name").orElse("");
      if (!ecosystem.isEmpty() && !name.isEmpty()) {
        affected.add(affected(entry, ecosystem, name));
      }
    }
    return new Result.Read(
        new Advisory(
            id,
            root.texts("aliases"),
            modified,
            root.text("summary").orElse(""),
            severities.stream().distinct().toList(),
            affected));
  }

  private Advisory.Affected affected(Node entry, String ecosystem, String name) {
    int colon = ecosystem.indexOf(':');
    String family = colon < 0 ? ecosystem : ecosystem.substring(0, colon);
    return new Advisory.Affected(
        family,
        colon < 0 ? "" : ecosystem.substring(colon + 1),
        Ecosystem.normalName(family, name),
        entry.texts("versions").stream()
            .map(version -> spelled(family, version))
            .distinct()
            .toList(),
        entry.items("ranges").stream().map(AdvisoryReader::range).toList());
  }

  private String spelled(String ecosystem, String version) {
    Map<String, String> known = spelled.computeIfAbsent(ecosystem, _ -> new HashMap<>());
    if (known.size() >= MOST_REMEMBERED) {
      known.clear();
    }
    return known.computeIfAbsent(version, _ -> Ecosystem.normalVersion(ecosystem, version));
  }

  private static Advisory.Range range(Node range) {
    List<Advisory.Event> events = new ArrayList<>();
    for (Node event : range.items("events")) {
      event
          .members()
          .forEach(
              (name, version) -> kind(name).ifPresent(kind -> events.add(event(kind, version))));
    }
    return new Advisory.Range(range.text("type").orElse(""), events);
  }

  private static Advisory.Event event(Advisory.Event.Kind kind, Node version) {
    return new Advisory.Event(kind, version.text().orElse(""));
  }

  private static java.util.Optional<Advisory.Event.Kind> kind(String name) {
    for (Advisory.Event.Kind kind : Advisory.Event.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
        return java.util.Optional.of(kind);
      }
    }
    return java.util.Optional.empty();
  }

  private static List<Advisory.Vector> vectors(Node node) {
    return node.items("severity").stream()
        .map(
            severity ->
                new Advisory.Vector(
                    severity.text("type").orElse(""), severity.text("score").orElse("")))
        .toList();
  }
}
