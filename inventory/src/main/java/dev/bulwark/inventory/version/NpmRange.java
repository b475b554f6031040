package dev.bulwark.inventory.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A range as npm writes it: `^1.2.3`, `~1.2`, `1.x`, `1.2 - 2.3`, `>=1 <2 || 3`.
public final class NpmRange {
  private static final String X = "(?:0|[1-9][0-9]*|x|X|\\*)";
  private static final String PARTIAL =
      "[v=\\s]*(?<major>"
          + X
          + ")(?:\\.(?<minor>"
          + X
          + ")(?:\\.(?<patch>"
          + X
          + ")"
          + SemanticVersion.PRE
          + SemanticVersion.BUILD
          + ")?)?";
  private static final Pattern WHOLE_PARTIAL = Pattern.compile(PARTIAL);
  private static final Pattern SIMPLE =
      Pattern.compile("(?<op>\\^|~>|~|>=|<=|>|<|=|)\\s*(?<rest>\\S*)");
  private static final Pattern GAPPED =
      Pattern.compile("[v=\\s]*(?:[0-9]+\\.)?[xX*](?:\\.[xX*])?\\.[0-9].*");
  private static final Pattern HYPHEN = Pattern.compile("\\s*(\\S+)\\s+-\\s+(\\S+)\\s*");
  private static final Pattern GAP = Pattern.compile("(\\^|~>|~|>=|<=|>|<|=)\\s+");

  private final List<List<Bound>> alternatives;

  private NpmRange(List<List<Bound>> alternatives) {
    this.alternatives = alternatives;
  }

  private enum Side {
    BELOW,
    AT_MOST,
    ABOVE,
    AT_LEAST,
    EXACTLY
  }

  private record Bound(Side side, SemanticVersion version) {
    boolean admits(SemanticVersion candidate) {
      int order = candidate.compareTo(version);
      return switch (side) {
        case BELOW -> order < 0;
        case AT_MOST -> order <= 0;
        case ABOVE -> order > 0;
        case AT_LEAST -> order >= 0;
        case EXACTLY -> order == 0;
      };
    }
  }

  /// A version with holes; a hole makes everything after it a hole.
  private record Partial(
      @Nullable Digits major, @Nullable Digits minor, @Nullable Digits patch, List<String> before) {

    SemanticVersion floor() {
      return new SemanticVersion(
          or(major), or(minor), or(patch), patch == null ? List.of() : before, "");
    }

    private static Digits or(@Nullable Digits digits) {
      return digits == null ? Digits.ZERO : digits;
    }
  }

  /// Empty for a text that is no range.
  public static Optional<NpmRange> parse(String text) {
    if (text.length() > 4 * VersionScheme.LONGEST) {
      return Optional.empty();
    }
    List<List<Bound>> alternatives = new ArrayList<>();
    for (String alternative : text.split("\\|\\|", -1)) {
      Optional<List<Bound>> bounds = alternative(alternative);
      if (bounds.isEmpty()) {
        return Optional.empty();
      }
      alternatives.add(bounds.get());
    }
    return Optional.of(new NpmRange(List.copyOf(alternatives)));
  }

  /// Whether the version lies in the range. A pre-release does only where a bound of the same three
  /// numbers names a pre-release too.
  public boolean admits(String text) {
    Optional<SemanticVersion> version = SemanticVersion.parse(text);
    return version.isPresent()
        && alternatives.stream().anyMatch(bounds -> admits(bounds, version.get()));
  }

  private static boolean admits(List<Bound> bounds, SemanticVersion version) {
    return bounds.stream().allMatch(bound -> bound.admits(version))
        && (!version.isPreRelease()
            || bounds.stream()
                .map(Bound::version)
                .anyMatch(named -> named.isPreRelease() && named.sameTriple(version)));
  }

  /// The version, when the range is one exact version.
  public Optional<String> pinned() {
    if (alternatives.size() != 1 || alternatives.getFirst().size() != 1) {
      return Optional.empty();
    }
    Bound only = alternatives.getFirst().getFirst();
    return only.side() == Side.EXACTLY ? Optional.of(only.version().toString()) : Optional.empty();
  }

  private static Optional<List<Bound>> alternative(String text) {
    Matcher hyphen = HYPHEN.matcher(text);
    if (hyphen.matches()) {
      return partial(hyphen.group(1))
          .flatMap(low -> partial(hyphen.group(2)).map(high -> between(low, high)));
    }
    List<Bound> bounds = new ArrayList<>();
    for (String simple : GAP.matcher(text.strip()).replaceAll("$1").split("\\s+", -1)) {
      Matcher found = SIMPLE.matcher(simple);
      if (!found.matches()) {
        return Optional.empty();
      }
      String rest = found.group("rest");
      Optional<Partial> partial = partial(simple.isEmpty() ? "*" : rest);
      if (partial.isEmpty() || gapped(found.group("op"), rest)) {
        return Optional.empty();
      }
      bounds.addAll(bounds(found.group("op"), partial.get()));
    }
    return Optional.of(bounds);
  }

  /// A number after an x says nothing; npm refuses it except after `^` and `~`.
  private static boolean gapped(String operator, String partial) {
    return GAPPED.matcher(partial).matches()
        && !operator.startsWith("^")
        && !operator.startsWith("~");
  }

  private static Optional<Partial> partial(String text) {
    Matcher found = WHOLE_PARTIAL.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    Digits major = digits(found.group("major"));
    Digits minor = major == null ? null : digits(found.group("minor"));
    Digits patch = minor == null ? null : digits(found.group("patch"));
    String pre = found.group("pre");
    return Optional.of(
        new Partial(major, minor, patch, pre == null ? List.of() : List.of(pre.split("\\.", -1))));
  }

  private static @Nullable Digits digits(@Nullable String text) {
    return text == null || !Digits.areAll(text) ? null : Digits.of(text);
  }

  private static List<Bound> between(Partial low, Partial high) {
    List<Bound> bounds = new ArrayList<>();
    if (low.major() != null) {
      bounds.add(new Bound(Side.AT_LEAST, low.floor()));
    }
    if (high.patch() != null) {
      bounds.add(new Bound(Side.AT_MOST, high.floor()));
    } else if (high.major() != null) {
      bounds.add(new Bound(Side.BELOW, after(high)));
    }
    return bounds;
  }

  private static List<Bound> bounds(String operator, Partial partial) {
    return switch (operator) {
      case "^" -> from(partial, afterCaret(partial));
      case "~", "~>" -> from(partial, after(partial));
      case "", "=" ->
          partial.patch() != null
              ? List.of(new Bound(Side.EXACTLY, partial.floor()))
              : from(partial, after(partial));
      default -> ordered(operator, partial);
    };
  }

  private static List<Bound> from(Partial low, SemanticVersion below) {
    return low.major() == null
        ? List.of()
        : List.of(new Bound(Side.AT_LEAST, low.floor()), new Bound(Side.BELOW, below));
  }

  private static List<Bound> ordered(String operator, Partial partial) {
    boolean strict = operator.length() == 1;
    if (partial.major() == null) {
      return strict
          ? List.of(new Bound(Side.BELOW, first(Digits.ZERO, Digits.ZERO, Digits.ZERO)))
          : List.of();
    }
    boolean whole = partial.patch() != null;
    return List.of(
        switch (operator) {
          case ">" ->
              whole
                  ? new Bound(Side.ABOVE, partial.floor())
                  : new Bound(Side.AT_LEAST, release(after(partial)));
          case ">=" -> new Bound(Side.AT_LEAST, partial.floor());
          case "<" -> new Bound(Side.BELOW, whole ? partial.floor() : first(partial.floor()));
          default ->
              whole
                  ? new Bound(Side.AT_MOST, partial.floor())
                  : new Bound(Side.BELOW, after(partial));
        });
  }

  /// The first version after everything the holes admit.
  private static SemanticVersion after(Partial partial) {
    Digits major = Partial.or(partial.major());
    return partial.minor() == null
        ? first(major.next(), Digits.ZERO, Digits.ZERO)
        : first(major, partial.minor().next(), Digits.ZERO);
  }

  /// The leftmost number that is not zero stays.
  private static SemanticVersion afterCaret(Partial partial) {
    Digits major = Partial.or(partial.major());
    Digits minor = partial.minor();
    Digits patch = partial.patch();
    if (!major.isZero() || minor == null) {
      return first(major.next(), Digits.ZERO, Digits.ZERO);
    }
    return !minor.isZero() || patch == null
        ? first(major, minor.next(), Digits.ZERO)
        : first(major, minor, patch.next());
  }

  /// The least version with these numbers, `-0`: it comes before every pre-release people write.
  private static SemanticVersion first(Digits major, Digits minor, Digits patch) {
    return new SemanticVersion(major, minor, patch, List.of("0"), "");
  }

  private static SemanticVersion first(SemanticVersion version) {
    return first(version.major(), version.minor(), version.patch());
  }

  private static SemanticVersion release(SemanticVersion version) {
    return new SemanticVersion(version.major(), version.minor(), version.patch(), List.of(), "");
  }
}
