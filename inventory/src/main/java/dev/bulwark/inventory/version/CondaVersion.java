package dev.bulwark.inventory.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of a conda package, `[epoch!]version[+local]`, ordered as conda documents it.
///
/// Segments between dots and underscores are split into numbers and words; a segment that begins
/// with a word gets a 0 before it. What one version lacks counts as 0. Words come before numbers,
/// `dev` before every other word, `post` after every number; upper and lower case are the same.
record CondaVersion(List<List<Piece>> version, List<List<Piece>> local)
    implements Comparable<CondaVersion> {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?:(?<epoch>[0-9]+)!)?(?<version>[*._0-9a-z]+)(?:\\+(?<local>[*._0-9a-z]+))?");
  private static final Pattern PIECES = Pattern.compile("[0-9]+|[*]+|[^0-9*]+");
  private static final Piece ZERO = new Piece(Kind.NUMBER, "0");

  /// From the first to the last.
  enum Kind {
    DEV,
    WORD,
    NUMBER,
    POST
  }

  record Piece(Kind kind, String text) implements Comparable<Piece> {
    static Piece of(String text) {
      if (text.equals("post") || text.equals("dev")) {
        return new Piece(text.equals("dev") ? Kind.DEV : Kind.POST, "");
      }
      return new Piece(Digits.areAll(text) ? Kind.NUMBER : Kind.WORD, text);
    }

    @Override
    public int compareTo(Piece other) {
      if (kind != other.kind) {
        return star() || other.star() ? starred(other) : kind.compareTo(other.kind);
      }
      return kind == Kind.NUMBER
          ? Digits.of(text).compareTo(Digits.of(other.text))
          : text.compareTo(other.text);
    }

    private boolean startsWith(Piece prefix) {
      return prefix.kind == Kind.WORD
          ? kind == Kind.WORD && text.startsWith(prefix.text)
          : compareTo(prefix) == 0;
    }

    private boolean star() {
      return text.startsWith("*");
    }

    /// A star comes before everything, `dev` included.
    private int starred(Piece other) {
      return Boolean.compare(other.star(), star());
    }
  }

  static Optional<CondaVersion> parse(String text) {
    if (text.length() > VersionScheme.LONGEST) {
      return Optional.empty();
    }
    String lower = text.strip().toLowerCase(Locale.ROOT);
    String normal = lower.indexOf('_') < 0 ? lower.replace('-', '_') : lower;
    Matcher found = SHAPE.matcher(normal);
    if (!found.matches()) {
      return Optional.empty();
    }
    List<List<Piece>> version = new ArrayList<>();
    String epoch = found.group("epoch");
    version.add(List.of(new Piece(Kind.NUMBER, epoch == null ? "0" : epoch)));
    List<List<Piece>> local = new ArrayList<>();
    String after = found.group("local");
    boolean whole =
        segments(opened(found.group("version")), version)
            && (after == null || segments(dotted(after), local));
    return whole ? Optional.of(new CondaVersion(version, local)) : Optional.empty();
  }

  private static String dotted(String text) {
    return text.replace('_', '.');
  }

  /// An underscore at the end belongs to the last segment, for versions such as those of openssl.
  private static String opened(String text) {
    return text.endsWith("_") ? dotted(text.substring(0, text.length() - 1)) + "_" : dotted(text);
  }

  private static boolean segments(String text, List<List<Piece>> into) {
    for (String segment : text.split("\\.", -1)) {
      if (segment.isEmpty()) {
        return false;
      }
      into.add(pieces(segment));
    }
    return true;
  }

  private static List<Piece> pieces(String segment) {
    List<Piece> pieces = new ArrayList<>();
    Matcher piece = PIECES.matcher(segment);
    while (piece.find()) {
      pieces.add(Piece.of(piece.group()));
    }
    if (pieces.getFirst().kind() != Kind.NUMBER) {
      pieces.addFirst(ZERO);
    }
    return List.copyOf(pieces);
  }

  @Override
  public int compareTo(CondaVersion other) {
    int result = segments(version, other.version);
    return result != 0 ? result : segments(local, other.local);
  }

  /// Whether this is `prefix` as far as that goes: `1.2.3` begins with `1.2`, `1.2` with `1.2.0`,
  /// and `1.2rc1` with `1.2r`; `1.23` does not begin with `1.2`.
  boolean startsWith(CondaVersion prefix) {
    return prefix.local.isEmpty()
        ? begins(version, prefix.version)
        : segments(version, prefix.version) == 0 && begins(local, prefix.local);
  }

  private static boolean begins(List<List<Piece>> all, List<List<Piece>> prefix) {
    int before = prefix.size() - 1;
    List<Piece> last = prefix.getLast();
    List<Piece> mine = before < all.size() ? all.get(before) : List.of();
    int pieces = last.size() - 1;
    Piece piece = pieces < mine.size() ? mine.get(pieces) : ZERO;
    return segments(first(all, before), first(prefix, before)) == 0
        && segments(List.of(first(mine, pieces)), List.of(first(last, pieces))) == 0
        && piece.startsWith(last.getLast());
  }

  private static <T> List<T> first(List<T> all, int count) {
    return all.subList(0, Math.min(count, all.size()));
  }

  private static int segments(List<List<Piece>> one, List<List<Piece>> other) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      List<Piece> a = i < one.size() ? one.get(i) : List.of();
      List<Piece> b = i < other.size() ? other.get(i) : List.of();
      for (int j = 0; j < Math.max(a.size(), b.size()); j++) {
        int result = (j < a.size() ? a.get(j) : ZERO).compareTo(j < b.size() ? b.get(j) : ZERO);
        if (result != 0) {
          return result;
        }
      }
    }
    return 0;
  }
}
