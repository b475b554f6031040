package dev.bulwark.inventory.version;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of Semantic Versioning 2.0.0. Build metadata is kept as written and counts for nothing
/// in the order (§10).
///
/// @param before the pre-release identifiers; empty for a release
/// @param build without its `+`, perhaps empty
public record SemanticVersion(
    Digits major, Digits minor, Digits patch, List<String> before, String build)
    implements Comparable<SemanticVersion> {
  private static final String NUMBER = "(0|[1-9][0-9]*)";
  private static final String IDENTIFIER = "(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)";
  static final String PRE = "(?:-(?<pre>" + IDENTIFIER + "(?:\\." + IDENTIFIER + ")*))?";
  static final String BUILD = "(?:\\+(?<build>[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?";
  private static final Pattern FULL =
      Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + PRE + BUILD);
  private static final Pattern PADDED =
      Pattern.compile(
          "[v=\\s]*" + NUMBER + "(?:\\." + NUMBER + ")?(?:\\." + NUMBER + ")?" + PRE + BUILD);

  public SemanticVersion {
    before = List.copyOf(before);
  }

  /// Parses by the grammar of semver.org, to the letter.
  public static Optional<SemanticVersion> parse(String text) {
    return parse(FULL, text);
  }

  /// Parses what advisories and lock files write: a leading `v` is passed over, missing numbers are
  /// zero.
  public static Optional<SemanticVersion> parsePadded(String text) {
    return parse(PADDED, text.strip());
  }

  private static Optional<SemanticVersion> parse(Pattern pattern, String text) {
    if (text.length() > VersionScheme.LONGEST) {
      return Optional.empty();
    }
    Matcher found = pattern.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    String pre = found.group("pre");
    String build = found.group("build");
    return Optional.of(
        new SemanticVersion(
            number(found, 1),
            number(found, 2),
            number(found, 3),
            pre == null ? List.of() : List.of(pre.split("\\.", -1)),
            build == null ? "" : build));
  }

  private static Digits number(Matcher found, int group) {
    String text = found.group(group);
    return text == null ? Digits.ZERO : Digits.of(text);
  }

  boolean isPreRelease() {
    return !before.isEmpty();
  }

  boolean sameTriple(SemanticVersion other) {
    return major.equals(other.major) && minor.equals(other.minor) && patch.equals(other.patch);
  }

  @Override
  public int compareTo(SemanticVersion other) {
    int result = major.compareTo(other.major);
    result = result != 0 ? result : minor.compareTo(other.minor);
    result = result != 0 ? result : patch.compareTo(other.patch);
    if (result != 0 || before.isEmpty() || other.before.isEmpty()) {
      return result != 0 ? result : Boolean.compare(before.isEmpty(), other.before.isEmpty());
    }
    for (int i = 0; i < Math.min(before.size(), other.before.size()); i++) {
      result = identifiers(before.get(i), other.before.get(i));
      if (result != 0) {
        return result;
      }
    }
    return Integer.compare(before.size(), other.before.size());
  }

  /// Numbers come before words (§11.4).
  private static int identifiers(String one, String other) {
    boolean number = Digits.areAll(one);
    boolean otherNumber = Digits.areAll(other);
    if (number != otherNumber) {
      return number ? -1 : 1;
    }
    return number ? Digits.of(one).compareTo(Digits.of(other)) : one.compareTo(other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SemanticVersion that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return List.of(major, minor, patch, before).hashCode();
  }

  @Override
  public String toString() {
    return major
        + "."
        + minor
        + "."
        + patch
        + (before.isEmpty() ? "" : "-" + String.join(".", before))
        + (build.isEmpty() ? "" : "+" + build);
  }
}
