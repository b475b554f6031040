package dev.bulwark.evidence.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of one tile: which level of the tree, which tile in it, and how much of it is filled.
///
/// Written `tile/<L>/<N>` or `tile/entries/<N>`, with `.p/<W>` when the tile is partial; N goes in
/// groups of three digits, all but the last behind an `x`: 1234067 is `x001/x234/067` (C2SP
/// tlog-tiles).
///
/// @param level 0 to 63 for hashes, {@link #ENTRIES} for the entries themselves
/// @param index from 0 to 10^18 - 1, within the level
/// @param width 1 to 256; 256 is a full tile
public record TilePath(int level, long index, int width) {
  /// The level at which the entries lie, below the hashes of level 0.
  public static final int ENTRIES = -1;

  /// How many hashes, or entries, a full tile holds.
  public static final int FULL = 256;

  private static final int HEIGHT = 8;
  private static final int MAX_LEVEL = 63;
  private static final long MAX_INDEX = 999_999_999_999_999_999L;
  private static final Pattern TEXT =
      Pattern.compile(
          "tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5})([0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  public TilePath {
    if (level < ENTRIES
        || level > MAX_LEVEL
        || index < 0
        || index > MAX_INDEX
        || width < 1
        || width > FULL) {
      throw new IllegalArgumentException(
          "no tile has level " + level + ", index " + index + ", width " + width);
    }
  }

  public static TilePath hashes(int level, long index, int width) {
    return new TilePath(level, index, width);
  }

  public static TilePath entries(long index, int width) {
    return new TilePath(ENTRIES, index, width);
  }

  /// Parses a path; empty when it is not, to the letter, the path of a tile.
  public static Optional<TilePath> parse(String path) {
    Matcher match = TEXT.matcher(path);
    if (!match.matches()) {
      return Optional.empty();
    }
    int level = match.group(1).equals("entries") ? ENTRIES : Integer.parseInt(match.group(1));
    long index = Long.parseLong(match.group(2).replaceAll("[x/]", "") + match.group(3));
    int width = match.group(4) == null ? FULL : Integer.parseInt(match.group(4));
    if (level > MAX_LEVEL || width > FULL) {
      return Optional.empty();
    }
    TilePath parsed = new TilePath(level, index, width);
    return parsed.path().equals(path) ? Optional.of(parsed) : Optional.empty();
  }

  /// Every tile of a tree of this size, entries included: full ones, and the partial one at the end
  /// of each level.
  public static List<TilePath> ofTree(long size) {
    List<TilePath> paths = new ArrayList<>();
    addLevel(paths, ENTRIES, size);
    long width = size;
    for (int level = 0; width > 0; level++) {
      addLevel(paths, level, width);
      width >>= HEIGHT;
    }
    return paths;
  }

  private static void addLevel(List<TilePath> paths, int level, long width) {
    long full = width / FULL;
    for (long index = 0; index < full; index++) {
      paths.add(new TilePath(level, index, FULL));
    }
    int rest = (int) (width % FULL);
    if (rest > 0) {
      paths.add(new TilePath(level, full, rest));
    }
  }

  public boolean isPartial() {
    return width < FULL;
  }

  public boolean isEntries() {
    return level == ENTRIES;
  }

  /// The full tile in the same place.
  public TilePath full() {
    return new TilePath(level, index, FULL);
  }

  /// Whether a tree of `size` entries has everything this tile holds.
  public boolean isWithin(long size) {
    int bits = HEIGHT * Math.max(level, 0);
    long count = bits >= Long.SIZE - 1 ? 0 : size >> bits;
    return index < count / FULL || (index == count / FULL && width <= count % FULL);
  }

  /// The most bytes an honest tile of this name can have.
  public int maxBytes() {
    return isEntries()
        ? width * (EntryBundle.LENGTH_BYTES + Ledger.MAX_ENTRY_BYTES)
        : width * Merkle.HASH_BYTES;
  }

  public String path() {
    StringBuilder groups = new StringBuilder("%03d".formatted(index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      groups.insert(0, "x%03d/".formatted(rest % 1000));
    }
    return "tile/"
        + (isEntries() ? "entries" : level)
        + "/"
        + groups
        + (isPartial() ? ".p/" + width : "");
  }

  @Override
  public String toString() {
    return path();
  }
}
