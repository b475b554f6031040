package dev.bulwark.server.console.finding;

import dev.bulwark.server.finding.Found;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A vulnerability of a component, as a finding of rule INV-001 tells it.
///
/// @param component the package URL
/// @param vulnerability the first id the advisory has
public record Vulnerable(String component, String vulnerability) {
  private static final String RULE = "INV-001";
  private static final Pattern TOLD = Pattern.compile("(pkg:\\S+) has ([A-Za-z0-9:._-]+).*");

  /// Those a finding names that nobody excused; none for findings of other rules.
  static List<Vulnerable> of(Found found) {
    return found.rule().equals(RULE)
        ? found.messages().stream()
            .filter(message -> !message.contains(", excused: "))
            .flatMap(Vulnerable::told)
            .toList()
        : List.of();
  }

  private static Stream<Vulnerable> told(String message) {
    Matcher match = TOLD.matcher(message);
    return match.matches()
        ? Stream.of(new Vulnerable(match.group(1), match.group(2)))
        : Stream.empty();
  }

  /// For a form.
  public String word() {
    return vulnerability + " in " + component;
  }
}
