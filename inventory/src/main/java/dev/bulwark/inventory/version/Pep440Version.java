package dev.bulwark.inventory.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A Python version (PEP 440), normalised when parsed: `v1.0-ALPHA` is `1.0a0`.
public final class Pep440Version implements Comparable<Pep440Version> {
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\\.[0-9]+)*)"
              + "(?<pre>[-_.]?(?<prel>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<pren>[0-9]+)?)?"
              + "(?<post>-(?<postn1>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?<postn2>[0-9]+)?)?"
              + "(?<dev>[-_.]?dev[-_.]?(?<devn>[0-9]+)?)?"
              + "(?:\\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?");

  private final Digits epoch;
  private final List<Digits> release;
  private final @Nullable Phase pre;
  private final @Nullable Digits post;
  private final @Nullable Digits dev;
  private final List<String> local;

  /// @param letter `a`, `b` or `rc`
  private record Phase(String letter, Digits number) implements Comparable<Phase> {
    @Override
    public int compareTo(Phase other) {
      int byLetter = letter.compareTo(other.letter);
      return byLetter != 0 ? byLetter : number.compareTo(other.number);
    }
  }

  private Pep440Version(
      Digits epoch,
      List<Digits> release,
      @Nullable Phase pre,
      @Nullable Digits post,
      @Nullable Digits dev,
      List<String> local) {
    this.epoch = epoch;
    this.release = release;
    this.pre = pre;
    this.post = post;
    this.dev = dev;
    this.local = local;
  }

  /// Parses a version in any spelling PEP 440 allows; empty for anything else.
  public static Optional<Pep440Version> parse(String text) {
    if (text.length() > VersionScheme.LONGEST) {
      return Optional.empty();
    }
    Matcher found = GRAMMAR.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!found.matches() || text.chars().anyMatch(c -> c > 127)) {
      return Optional.empty();
    }
    List<Digits> release = new ArrayList<>();
    for (String number : found.group("release").split("\\.", -1)) {
      release.add(Digits.of(number));
    }
    String local = found.group("local");
    return Optional.of(
        new Pep440Version(
            found.group("epoch") == null ? Digits.ZERO : Digits.of(found.group("epoch")),
            List.copyOf(release),
            found.group("pre") == null
                ? null
                : new Phase(letter(found.group("prel")), number(found.group("pren"))),
            found.group("post") == null
                ? null
                : number(
                    found.group("postn1") == null ? found.group("postn2") : found.group("postn1")),
            found.group("dev") == null ? null : number(found.group("devn")),
            local == null ? List.of() : List.of(local.split("[-_.]", -1))));
  }

  private static Digits number(@Nullable String text) {
    return text == null ? Digits.ZERO : Digits.of(text);
  }

  private static String letter(String word) {
    return switch (word) {
      case "alpha" -> "a";
      case "beta" -> "b";
      case "c", "pre", "preview" -> "rc";
      default -> word;
    };
  }

  boolean isPreRelease() {
    return pre != null || dev != null;
  }

  boolean isPostRelease() {
    return post != null;
  }

  boolean isLocal() {
    return !local.isEmpty();
  }

  int releaseSize() {
    return release.size();
  }

  /// The same without its local part.
  Pep440Version withoutLocal() {
    return new Pep440Version(epoch, release, pre, post, dev, List.of());
  }

  /// Epoch and release alone.
  Pep440Version base() {
    return new Pep440Version(epoch, release, null, null, null, List.of());
  }

  /// The first `size` numbers of the release alone.
  Pep440Version prefix(int size) {
    return new Pep440Version(epoch, release.subList(0, size), null, null, null, List.of());
  }

  /// Whether this version begins like `prefix`, as `==prefix.*` asks (PEP 440, version matching).
  boolean startsWith(Pep440Version prefix) {
    if (!epoch.equals(prefix.epoch)) {
      return false;
    }
    for (int i = 0; i < prefix.release.size(); i++) {
      Digits mine = i < release.size() ? release.get(i) : Digits.ZERO;
      if (!mine.equals(prefix.release.get(i))) {
        return false;
      }
    }
    List<String> asked = prefix.suffixes();
    if (asked.isEmpty()) {
      return true;
    }
    for (int i = prefix.release.size(); i < release.size(); i++) {
      if (!release.get(i).isZero()) {
        return false;
      }
    }
    List<String> mine = suffixes();
    return mine.size() >= asked.size() && mine.subList(0, asked.size()).equals(asked);
  }

  private List<String> suffixes() {
    List<String> all = new ArrayList<>();
    if (pre != null) {
      all.add(pre.letter() + pre.number());
    }
    if (post != null) {
      all.add("post" + post);
    }
    if (dev != null) {
      all.add("dev" + dev);
    }
    return all;
  }

  @Override
  public int compareTo(Pep440Version other) {
    int result = epoch.compareTo(other.epoch);
    result = result != 0 ? result : compareReleases(release, other.release);
    result = result != 0 ? result : comparePhases(other);
    result = result != 0 ? result : compareAbsentFirst(post, other.post);
    result = result != 0 ? result : compareAbsentLast(dev, other.dev);
    return result != 0 ? result : compareLocals(local, other.local);
  }

  private static int compareReleases(List<Digits> one, List<Digits> other) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      Digits mine = i < one.size() ? one.get(i) : Digits.ZERO;
      int result = mine.compareTo(i < other.size() ? other.get(i) : Digits.ZERO);
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }

  /// A development release of nothing else comes before every phase, a release after.
  private int comparePhases(Pep440Version other) {
    int result = Integer.compare(phaseRank(), other.phaseRank());
    return result != 0 || pre == null || other.pre == null ? result : pre.compareTo(other.pre);
  }

  private int phaseRank() {
    if (pre != null) {
      return 1;
    }
    return post == null && dev != null ? 0 : 2;
  }

  private static int compareAbsentFirst(@Nullable Digits one, @Nullable Digits other) {
    if (one == null || other == null) {
      return Boolean.compare(one != null, other != null);
    }
    return one.compareTo(other);
  }

  private static int compareAbsentLast(@Nullable Digits one, @Nullable Digits other) {
    if (one == null || other == null) {
      return Boolean.compare(one == null, other == null);
    }
    return one.compareTo(other);
  }

  private static int compareLocals(List<String> one, List<String> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      boolean number = Digits.areAll(one.get(i));
      boolean otherNumber = Digits.areAll(other.get(i));
      int result = Boolean.compare(number, otherNumber);
      if (result == 0) {
        result =
            number
                ? Digits.of(one.get(i)).compareTo(Digits.of(other.get(i)))
                : one.get(i).compareTo(other.get(i));
      }
      if (result != 0) {
        return result;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pep440Version that && compareTo(that) == 0;
  }

  /// Trailing zeros of the release count for nothing, here as in {@link #compareTo}.
  @Override
  public int hashCode() {
    int size = release.size();
    while (size > 0 && release.get(size - 1).isZero()) {
      size--;
    }
    return List.of(epoch, release.subList(0, size), suffixes()).hashCode();
  }

  /// One text for all spellings of equal versions: normalised, without trailing zeros.
  public String canonical() {
    int size = release.size();
    while (size > 1 && release.get(size - 1).isZero()) {
      size--;
    }
    return new Pep440Version(epoch, release.subList(0, size), pre, post, dev, local).toString();
  }

  /// The normalised spelling.
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(epoch.isZero() ? "" : epoch + "!");
    out.append(release.stream().map(Digits::value).collect(Collectors.joining(".")));
    if (pre != null) {
      out.append(pre.letter()).append(pre.number());
    }
    if (post != null) {
      out.append(".post").append(post);
    }
    if (dev != null) {
      out.append(".dev").append(dev);
    }
    if (!local.isEmpty()) {
      out.append('+').append(normalLocal());
    }
    return out.toString();
  }

  private String normalLocal() {
    return local.stream()
        .map(part -> Digits.areAll(part) ? Digits.of(part).value() : part)
        .collect(Collectors.joining("."));
  }
}
