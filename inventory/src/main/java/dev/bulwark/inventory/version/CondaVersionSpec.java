package dev.bulwark.inventory.version;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which versions of a conda package are meant: `1.2.3` one, `1.2.*` and `=1.2` what starts with
/// it, `>=1.2`, `!=1.2.*`, `~=1.2.3`, `1.*.3`, `^1\.[2-5]$`, joined by `,` (all) and `|` (one of
/// them, after `,`), with parentheses. As conda's `VersionSpec` reads it.
public final class CondaVersionSpec {
  private static final int LONGEST = 16 * VersionScheme.LONGEST;
  private static final int MOST_STEPS = 100_000;

  private final CondaClause clause;

  private CondaVersionSpec(CondaClause clause) {
    this.clause = clause;
  }

  public sealed interface Reading {
    record Valid(CondaVersionSpec spec) implements Reading {}

    /// @param problem expected and found
    record Refused(String problem) implements Reading {}
  }

  public static Reading parse(String text) {
    if (text.length() > LONGEST) {
      return new Reading.Refused(
          "expected at most " + LONGEST + " characters of versions, found " + text.length());
    }
    try {
      return new Reading.Valid(new CondaVersionSpec(CondaExpression.parse(text)));
    } catch (CondaClause.Broken e) {
      return new Reading.Refused(e.problem());
    }
  }

  /// Whether the version is among those meant. What is no version of conda, and what a regular
  /// expression needs too many steps for, is not shown to be.
  public boolean admits(String version) {
    return version.length() <= VersionScheme.LONGEST
        && admits(clause, version, CondaVersion.parse(version));
  }

  private static boolean admits(CondaClause clause, String text, Optional<CondaVersion> version) {
    return switch (clause) {
      case CondaClause.Anything _ -> true;
      case CondaClause.Compared compared ->
          version.filter(it -> holds(compared.relation(), it, compared.bound())).isPresent();
      case CondaClause.Compatible(CondaVersion least, CondaVersion release) ->
          version.filter(it -> it.compareTo(least) >= 0 && it.startsWith(release)).isPresent();
      case CondaClause.Glob(List<String> parts) -> covers(parts, text);
      case CondaClause.Regex(Pattern pattern) -> Metered.matches(pattern, text, MOST_STEPS);
      case CondaClause.All(List<CondaClause> parts) ->
          parts.stream().allMatch(part -> admits(part, text, version));
      case CondaClause.Any(List<CondaClause> parts) ->
          parts.stream().anyMatch(part -> admits(part, text, version));
    };
  }

  private static boolean holds(
      CondaClause.Relation relation, CondaVersion version, CondaVersion bound) {
    return switch (relation) {
      case EQUAL -> version.compareTo(bound) == 0;
      case NOT_EQUAL -> version.compareTo(bound) != 0;
      case AT_MOST -> version.compareTo(bound) <= 0;
      case AT_LEAST -> version.compareTo(bound) >= 0;
      case BELOW -> version.compareTo(bound) < 0;
      case ABOVE -> version.compareTo(bound) > 0;
      case STARTS_WITH -> version.startsWith(bound);
      case STARTS_NOT_WITH -> !version.startsWith(bound);
    };
  }

  /// The earliest place for each part is as good as any other.
  private static boolean covers(List<String> parts, String text) {
    String last = parts.getLast();
    int at = parts.getFirst().length();
    if (!text.startsWith(parts.getFirst())) {
      return false;
    }
    for (String part : parts.subList(1, parts.size() - 1)) {
      int found = text.indexOf(part, at);
      if (found < 0) {
        return false;
      }
      at = found + part.length();
    }
    return text.length() - last.length() >= at && text.endsWith(last);
  }

  /// The version that is meant when it is one only, as written: `1.2.3`, `==1.2.3`, or one of these
  /// beside conditions it meets.
  public Optional<String> pinned() {
    return pinned(clause).filter(this::admits);
  }

  private static Optional<String> pinned(CondaClause clause) {
    return switch (clause) {
      case CondaClause.Compared(CondaClause.Relation relation, CondaVersion _, String written) ->
          relation == CondaClause.Relation.EQUAL && !written.contains("*")
              ? Optional.of(written)
              : Optional.empty();
      case CondaClause.All(List<CondaClause> parts) ->
          parts.stream().flatMap(part -> pinned(part).stream()).findFirst();
      case CondaClause.Any(List<CondaClause> parts) -> {
        List<Optional<String>> each =
            parts.stream().map(CondaVersionSpec::pinned).distinct().toList();
        yield each.size() == 1 ? each.getFirst() : Optional.empty();
      }
      case CondaClause.Anything _,
          CondaClause.Compatible _,
          CondaClause.Glob _,
          CondaClause.Regex _ ->
          Optional.empty();
    };
  }
}
