package dev.bulwark.inventory.osv;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What of one OSV record decides and explains a match.
///
/// @param id such as `PYSEC-2021-458`
/// @param aliases ids of the same problem elsewhere
/// @param modified as written, RFC 3339
/// @param severities of the record and of its affected packages
public record Advisory(
    String id,
    List<String> aliases,
    String modified,
    String summary,
    List<Vector> severities,
    List<Affected> affected) {

  /// @param type such as `CVSS_V3`
  /// @param score the vector, such as `CVSS:3.1/AV:N/…`
  public record Vector(String type, String score) {}

  /// @param ecosystem without what follows a colon
  /// @param release what followed the colon, such as `11` in `Debian:11`; may be empty
  /// @param versions the enumerated ones, in one spelling
  public record Affected(
      String ecosystem, String release, String name, List<String> versions, List<Range> ranges) {
    public Affected {
      versions = List.copyOf(versions);
      ranges = List.copyOf(ranges);
    }

    /// The ecosystem as the record writes it, with its release.
    String home() {
      return release.isEmpty() ? ecosystem : ecosystem + ":" + release;
    }
  }

  /// @param type ECOSYSTEM, SEMVER or something else, such as GIT, which orders no versions
  public record Range(String type, List<Event> events) {
    public Range {
      events = List.copyOf(events);
    }
  }

  public record Event(Kind kind, String version) {
    public enum Kind {
      INTRODUCED('i'),
      FIXED('f'),
      LAST_AFFECTED('l'),
      LIMIT('m');

      private final char code;

      Kind(char code) {
        this.code = code;
      }

      /// Its byte in an advisory file.
      char code() {
        return code;
      }
    }
  }

  public Advisory {
    aliases = List.copyOf(aliases);
    severities = List.copyOf(severities);
    affected = List.copyOf(affected);
  }

  /// The versions that mend the package, as the ranges name them.
  List<String> fixes(Predicate<Affected> concerned) {
    return affected.stream()
        .filter(concerned)
        .flatMap(entry -> entry.ranges().stream())
        .filter(range -> !range.type().equals("GIT"))
        .flatMap(range -> range.events().stream())
        .filter(event -> event.kind() == Event.Kind.FIXED)
        .map(Event::version)
        .distinct()
        .toList();
  }

  /// The CVE id of the problem, when it has one.
  public Optional<String> cve() {
    return id.startsWith("CVE-")
        ? Optional.of(id)
        : aliases.stream().filter(alias -> alias.startsWith("CVE-")).findFirst();
  }
}
