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

    private boolean star() {
      return text.startsWith("*");
    }

    /// A star comes before everything, `dev` included.
    private int starred(Piece other) {
      return Boolean.compare(other.star(), star());
    }
  }

  static Optional<CondaVersion> parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    String normal = lower.indexOf('_') < 0 ? lower.replace('-', '_') : lower;
    Matcher found = SHAPE.matcher(normal);
    if (text.length() > VersionScheme.LONGEST || !found.matches()) {
      return Optional.empty();
    }
    List<List<Piece>> version = new ArrayList<>();
    String epoch = found.group("epoch");
    version.add(List.of(new Piece(Kind.NUMBER, epoch == null ? "0" : epoch)));
    List<List<Piece>> local = new ArrayList<>();
    boolean whole = segments(found.group("version"), version);
    String after = found.group("local");
    whole &= after == null || segments(after, local);
    return whole ? Optional.of(new CondaVersion(version, local)) : Optional.empty();
  }

  /// An underscore at the end is a word of its own, for versions such as those of openssl.
  private static boolean segments(String text, List<List<Piece>> into) {
    boolean open = text.length() > 1 && text.endsWith("_");
    String body = open ? text.substring(0, text.length() - 1) : text;
    for (String segment : body.replace('_', '.').split("\\.", -1)) {
      if (segment.isEmpty()) {
        return false;
      }
      into.add(pieces(segment));
    }
    if (open) {
      List<Piece> last = new ArrayList<>(into.removeLast());
      last.add(new Piece(Kind.WORD, "_"));
      into.add(List.copyOf(last));
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
