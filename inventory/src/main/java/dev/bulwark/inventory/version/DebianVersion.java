package dev.bulwark.inventory.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of a Debian package: `[epoch:]upstream[-revision]`, ordered as `deb-version(7)` says.
///
/// Stretches without digits and numbers take turns. In a stretch `~` comes before the end, the end
/// before letters, letters before the rest.
///
/// @param revision empty when there is none, which is the same as `0`
record DebianVersion(Digits epoch, String upstream, String revision)
    implements Comparable<DebianVersion> {
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?:(?<epoch>[0-9]+):)?(?<upstream>[0-9][A-Za-z0-9.+~:-]*?)(?:-(?<revision>[A-Za-z0-9.+~]+))?");

  /// Parses by the grammar of Debian Policy §5.6.12; colons in the upstream part need an epoch.
  static Optional<DebianVersion> parse(String text) {
    if (text.length() > VersionScheme.LONGEST) {
      return Optional.empty();
    }
    Matcher found = GRAMMAR.matcher(text.strip());
    if (!found.matches()) {
      return Optional.empty();
    }
    String epoch = found.group("epoch");
    String upstream = found.group("upstream");
    String revision = found.group("revision");
    boolean colons = epoch == null && upstream.indexOf(':') >= 0;
    if (colons || (revision == null && upstream.endsWith("-"))) {
      return Optional.empty();
    }
    return Optional.of(
        new DebianVersion(
            epoch == null ? Digits.ZERO : Digits.of(epoch),
            upstream,
            revision == null ? "" : revision));
  }

  @Override
  public int compareTo(DebianVersion other) {
    int result = epoch.compareTo(other.epoch);
    result = result != 0 ? result : parts(upstream, other.upstream);
    return result != 0 ? result : parts(revision, other.revision);
  }

  private static int parts(String one, String other) {
    List<String> first = turns(one);
    List<String> second = turns(other);
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      String a = i < first.size() ? first.get(i) : "";
      String b = i < second.size() ? second.get(i) : "";
      int result = i % 2 == 0 ? words(a, b) : number(a).compareTo(number(b));
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }

  /// Stretches without digits at even places, numbers at odd ones.
  private static List<String> turns(String text) {
    List<String> turns = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      boolean number = turns.size() % 2 == 1;
      int start = at;
      while (at < text.length() && isDigit(text.charAt(at)) == number) {
        at++;
      }
      turns.add(text.substring(start, at));
    }
    return turns;
  }

  private static Digits number(String text) {
    return text.isEmpty() ? Digits.ZERO : Digits.of(text);
  }

  private static int words(String one, String other) {
    for (int i = 0; i < Math.max(one.length(), other.length()); i++) {
      int result = Integer.compare(weight(one, i), weight(other, i));
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }

  private static int weight(String text, int at) {
    if (at >= text.length()) {
      return 0;
    }
    char c = text.charAt(at);
    if (c == '~') {
      return -1;
    }
    return isLetter(c) ? c : 256 + c;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
