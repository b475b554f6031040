package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A tree while one batch is added to it. Works on copies: when the batch fails, the tree it
/// started from is still what it was.
final class Growing {
  private final Merkle merkle = new Merkle();
  private final List<Level> levels = new ArrayList<>();
  private final List<Bytes> tail;
  private final Map<TilePath, Bytes> tiles = new LinkedHashMap<>();
  private final long before;
  private long size;

  private Growing(Tree tree) {
    this.before = tree.frontier().size();
    this.size = before;
    this.tail = new ArrayList<>(tree.tail());
    for (Bytes hashes : tree.frontier().levels()) {
      levels.add(new Level(hashes, Frontier.fullTiles(levels.size(), before)));
    }
  }

  /// A tree and the entries of its partial bundle.
  ///
  /// @param tail fewer than 256
  record Tree(Frontier frontier, List<Bytes> tail) {
    Tree {
      tail = List.copyOf(tail);
    }
  }

  /// A tree, and the tiles that must be durable before its checkpoint may be published.
  record Grown(Tree tree, Map<TilePath, Bytes> tiles) {}

  private static final class Level {
    private final byte[] hashes = new byte[TilePath.FULL * Merkle.HASH_BYTES];
    private int width;
    private long index;
    private boolean changed;

    Level(Bytes start, long index) {
      start.buffer().get(hashes, 0, start.size());
      this.width = start.size() / Merkle.HASH_BYTES;
      this.index = index;
    }

    void add(Digest hash) {
      hash.value().buffer().get(hashes, width * Merkle.HASH_BYTES, Merkle.HASH_BYTES);
      width++;
      changed = true;
    }

    Bytes content() {
      return Bytes.of(hashes).slice(0, width * Merkle.HASH_BYTES);
    }

    void startNext() {
      width = 0;
      index++;
      changed = false;
    }
  }

  static Grown grow(Tree tree, List<Bytes> entries) {
    Growing growing = new Growing(tree);
    entries.forEach(growing::add);
    return growing.finish();
  }

  private void add(Bytes entry) {
    tail.add(entry);
    size++;
    if (tail.size() == TilePath.FULL) {
      tiles.put(
          TilePath.entries(size / TilePath.FULL - 1, TilePath.FULL), EntryBundle.render(tail));
      tail.clear();
    }
    add(0, merkle.leaf(entry));
  }

  private void add(int number, Digest hash) {
    if (number == levels.size()) {
      levels.add(new Level(Bytes.EMPTY, 0));
    }
    Level level = levels.get(number);
    level.add(hash);
    if (level.width == TilePath.FULL) {
      Bytes full = level.content();
      tiles.put(TilePath.hashes(number, level.index, TilePath.FULL), full);
      level.startNext();
      add(number + 1, merkle.root(full, 0, TilePath.FULL));
    }
  }

  private Grown finish() {
    List<Bytes> edge = new ArrayList<>();
    for (Level level : levels) {
      Bytes content = level.content();
      if (level.changed) {
        tiles.put(TilePath.hashes(edge.size(), level.index, level.width), content);
      }
      edge.add(content);
    }
    if (size > before && !tail.isEmpty()) {
      tiles.put(TilePath.entries(size / TilePath.FULL, tail.size()), EntryBundle.render(tail));
    }
    return new Grown(new Tree(new Frontier(size, edge), tail), tiles);
  }
}
