package dev.bulwark.inventory.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of an Alpine package, `1.2.3b_rc4_p5~1a2b-r6`, ordered as apk orders it.
///
/// Pieces are compared one after another. Numbers are compared as numbers; after a dot, with a
/// leading zero, as texts. Where one version has ended, the other is later, unless it goes on with
/// the suffix of a pre-release; where they go on differently, the kind that stands first in {@link
/// Kind} is later.
record AlpineVersion(List<Piece> pieces) implements Comparable<AlpineVersion> {
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?<first>[0-9]+)(?<rest>(?:\\.[0-9]+)*)(?<letter>[a-z]?)"
              + "(?<suffixes>(?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)[0-9]*)*)"
              + "(?:~(?<commit>[0-9a-f]+))?(?:-r(?<revision>[0-9]+))?");
  private static final Pattern SUFFIX = Pattern.compile("_([a-z]+)([0-9]*)");
  private static final List<String> BEFORE = List.of("alpha", "beta", "pre", "rc");
  private static final List<String> AFTER = List.of("cvs", "svn", "git", "hg", "p");

  /// In the order of a version; a piece that comes earlier makes the later version.
  enum Kind {
    FIRST,
    NUMBER,
    LETTER,
    SUFFIX,
    SUFFIX_NUMBER,
    COMMIT,
    REVISION,
    END
  }

  record Piece(Kind kind, String text) {
    static final Piece END = new Piece(Kind.END, "");

    boolean isBefore() {
      return kind == Kind.SUFFIX && BEFORE.contains(text);
    }

    int compare(Piece other) {
      return switch (kind) {
        case FIRST, SUFFIX_NUMBER, REVISION -> numbers(text, other.text);
        case NUMBER ->
            text.startsWith("0") || other.text.startsWith("0")
                ? text.compareTo(other.text)
                : numbers(text, other.text);
        case LETTER, COMMIT, END -> text.compareTo(other.text);
        case SUFFIX -> Integer.compare(rank(text), rank(other.text));
      };
    }

    private static int numbers(String one, String other) {
      return Digits.of(one).compareTo(Digits.of(other));
    }

    private static int rank(String suffix) {
      return BEFORE.contains(suffix)
          ? BEFORE.indexOf(suffix) - BEFORE.size()
          : AFTER.indexOf(suffix);
    }
  }

  AlpineVersion {
    pieces = List.copyOf(pieces);
  }

  static Optional<AlpineVersion> parse(String text) {
    Matcher found = GRAMMAR.matcher(text.strip());
    if (text.length() > VersionScheme.LONGEST || !found.matches()) {
      return Optional.empty();
    }
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece(Kind.FIRST, found.group("first")));
    for (String number : found.group("rest").split("\\.", -1)) {
      add(pieces, Kind.NUMBER, number);
    }
    add(pieces, Kind.LETTER, found.group("letter"));
    Matcher suffix = SUFFIX.matcher(found.group("suffixes"));
    while (suffix.find()) {
      add(pieces, Kind.SUFFIX, suffix.group(1));
      add(pieces, Kind.SUFFIX_NUMBER, suffix.group(2));
    }
    Optional.ofNullable(found.group("commit")).ifPresent(it -> add(pieces, Kind.COMMIT, it));
    Optional.ofNullable(found.group("revision")).ifPresent(it -> add(pieces, Kind.REVISION, it));
    return Optional.of(new AlpineVersion(pieces));
  }

  private static void add(List<Piece> pieces, Kind kind, String text) {
    if (!text.isEmpty()) {
      pieces.add(new Piece(kind, text));
    }
  }

  @Override
  public int compareTo(AlpineVersion other) {
    for (int i = 0; i <= Math.max(pieces.size(), other.pieces.size()); i++) {
      Piece one = at(i);
      Piece two = other.at(i);
      int result = one.kind == two.kind ? one.compare(two) : unlike(one, two);
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }

  private Piece at(int i) {
    return i < pieces.size() ? pieces.get(i) : Piece.END;
  }

  private static int unlike(Piece one, Piece two) {
    if (one.isBefore() || two.isBefore()) {
      return one.isBefore() ? -1 : 1;
    }
    return two.kind.compareTo(one.kind);
  }
}
