package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The right edge of a tree: the partial tile of every level. Enough to know the root, and to go on
/// growing.
///
/// @param size the number of entries
/// @param levels the hashes of each level's partial tile one after another, lowest level first;
///   empty where the level ends with a full tile
record Frontier(long size, List<Bytes> levels) {
  private static final int HEIGHT = 8;

  Frontier {
    levels = List.copyOf(levels);
  }

  static Frontier empty() {
    return new Frontier(0, List.of());
  }

  /// How many levels of tiles a tree of `size` entries has.
  static int levelsOf(long size) {
    int count = 0;
    for (long rest = size; rest > 0; rest >>= HEIGHT) {
      count++;
    }
    return count;
  }

  /// How many full tiles level `level` has in a tree of `size` entries: the index of its partial
  /// tile.
  static long fullTiles(int level, long size) {
    return size >> (HEIGHT * (level + 1));
  }

  /// The width of the partial tile of level `level` in a tree of `size` entries, 0 to 255.
  static int width(int level, long size) {
    return (int) ((size >> (HEIGHT * level)) % TilePath.FULL);
  }

  /// Reads the edge from the tiles; it is as trustworthy as they are until its root is compared.
  ///
  /// @throws LedgerFault `ledger-damaged` when a tile is missing or has another length
  static Frontier read(TileReader tiles, long size) {
    List<Bytes> levels = new ArrayList<>();
    for (int level = 0; level < levelsOf(size); level++) {
      int width = width(level, size);
      levels.add(
          width == 0
              ? Bytes.EMPTY
              : Tiles.hashes(tiles, TilePath.hashes(level, fullTiles(level, size), width)));
    }
    return new Frontier(size, levels);
  }

  /// Whether the edge holds the hashes of tile `index` of `level`.
  boolean covers(int level, long index) {
    return level < levels.size() && index == fullTiles(level, size);
  }

  /// RFC 6962 §2.1: the smallest perfect subtrees lie furthest right, so they are folded from the
  /// right, lowest level first.
  Digest root() {
    Merkle merkle = new Merkle();
    @Nullable Digest root = null;
    for (Bytes hashes : levels) {
      int width = hashes.size() / Merkle.HASH_BYTES;
      for (int count = Integer.lowestOneBit(width);
          width > 0;
          count = Integer.lowestOneBit(width)) {
        Digest subtree = merkle.root(hashes, width - count, count);
        root = root == null ? subtree : merkle.node(subtree, root);
        width -= count;
      }
    }
    return root == null ? Merkle.EMPTY : root;
  }
}
