package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The tree under one checkpoint, read from tiles that nobody trusts.
///
/// Guarantees: every hash and every entry it hands out was verified up to the checkpoint's root. A
/// full tile is vouched for by the hash of it one level up, and the partial tiles of the right edge
/// together by the root. Needs no right to write, so a reader may follow a ledger that another
/// process grows. Thread-safe.
///
/// Its methods throw {@link LedgerFault} `ledger-damaged` when the tiles are not those of the
/// checkpoint, `ledger-out-of-range` beyond its size, and {@link
/// dev.bulwark.kernel.store.StoreFault} when they cannot be read.
public final class TiledTree {
  private static final int HEIGHT = 8;
  private static final int CACHED_TILES = 512;

  private final TileReader tiles;
  private final TreeHead head;
  private final Frontier frontier;
  private final TileCache cache;

  TiledTree(TileReader tiles, TreeHead head, Frontier frontier, TileCache cache) {
    this.tiles = tiles;
    this.head = head;
    this.frontier = frontier;
    this.cache = cache;
    Digest root = frontier.root();
    if (!root.equals(head.root())) {
      throw LedgerFault.damaged(
          "the partial tiles do not have the checkpoint's root",
          "the right edge of the tree of " + head.size() + " entries",
          head.root().toString(),
          root.toString());
    }
  }

  /// Opens the tree of a checkpoint by reading its right edge: at most eight tiles.
  public static TiledTree open(TileReader tiles, Checkpoint checkpoint) {
    TreeHead head = checkpoint.head();
    return new TiledTree(
        tiles, head, Frontier.read(tiles, head.size()), new TileCache(CACHED_TILES));
  }

  public TreeHead head() {
    return head;
  }

  public InclusionProof proveInclusion(long index) {
    requireEntry(index);
    return new Proofs(this::node).inclusion(index, head.size());
  }

  /// The proof that this tree only adds to the one of `olderSize` entries.
  public ConsistencyProof proveConsistency(long olderSize) {
    requireSize(olderSize);
    return new Proofs(this::node).consistency(olderSize, head.size());
  }

  /// The root of the tree when it had `size` entries.
  Digest rootAt(long size) {
    requireSize(size);
    return size == 0 ? Merkle.EMPTY : new Proofs(this::node).root(size);
  }

  public Bytes entry(long index) {
    requireEntry(index);
    long bundle = index / TilePath.FULL;
    return bundle(bundle).get((int) (index % TilePath.FULL));
  }

  /// The entries from `from` (inclusive) to `to` (exclusive), read bundle by bundle as the stream
  /// advances.
  public Stream<Bytes> entries(long from, long to) {
    if (from < 0 || from > to || to > head.size()) {
      throw outOfRange("entries " + from + " to " + to);
    }
    if (from == to) {
      return Stream.empty();
    }
    return LongStream.rangeClosed(from / TilePath.FULL, (to - 1) / TilePath.FULL)
        .boxed()
        .flatMap(
            number -> {
              List<Bytes> bundle = bundle(number);
              long first = number * TilePath.FULL;
              int start = (int) Math.max(0, from - first);
              int end = (int) Math.min(bundle.size(), to - first);
              return bundle.subList(start, end).stream();
            });
  }

  /// Every tile of the tree, entries included, verified.
  public Map<TilePath, Bytes> tiles() {
    Map<TilePath, Bytes> all = new LinkedHashMap<>();
    for (TilePath path : TilePath.ofTree(head.size())) {
      all.put(
          path,
          path.isEntries()
              ? EntryBundle.render(bundle(path.index()))
              : tile(path.level(), path.index()));
    }
    return all;
  }

  /// All entries of bundle `number` that are in the tree, each compared with its leaf hash.
  List<Bytes> bundle(long number) {
    int width = (int) Math.min(TilePath.FULL, head.size() - number * TilePath.FULL);
    TilePath path = TilePath.entries(number, width);
    List<Bytes> entries = Tiles.entries(tiles, path);
    requireLeaves(path, entries, tile(0, number));
    return entries;
  }

  static void requireLeaves(TilePath path, List<Bytes> entries, Bytes hashes) {
    Merkle merkle = new Merkle();
    for (int i = 0; i < entries.size(); i++) {
      Digest expected = hashAt(hashes, i);
      Digest found = merkle.leaf(entries.get(i));
      if (!found.equals(expected)) {
        throw LedgerFault.damaged(
            "entry " + (path.index() * TilePath.FULL + i) + " is not the one that was logged",
            path.path(),
            "an entry with the leaf hash " + expected,
            found.toString());
      }
    }
  }

  /// The verified hashes of tile `index` of `level`: all 256, or what the right edge has.
  Bytes tile(int level, long index) {
    if (frontier.covers(level, index)) {
      return frontier.levels().get(level);
    }
    TilePath path = TilePath.hashes(level, index, TilePath.FULL);
    return cache.find(path).orElseGet(() -> verifiedFull(path));
  }

  private Bytes verifiedFull(TilePath path) {
    Bytes content = Tiles.hashes(tiles, path);
    Bytes above = tile(path.level() + 1, path.index() / TilePath.FULL);
    Digest expected = hashAt(above, (int) (path.index() % TilePath.FULL));
    Digest found = new Merkle().root(content, 0, TilePath.FULL);
    if (!found.equals(expected)) {
      throw LedgerFault.damaged(
          "a tile is not the one that was logged",
          path.path(),
          "hashes with the root " + expected,
          found.toString());
    }
    cache.keep(path, content);
    return content;
  }

  /// {@link Proofs.Nodes}: a node lies in the tile whose hashes are at or next below its height.
  private Digest node(int height, long index) {
    int level = height / HEIGHT;
    int count = 1 << (height % HEIGHT);
    long first = index * count;
    return new Merkle()
        .root(tile(level, first / TilePath.FULL), (int) (first % TilePath.FULL), count);
  }

  static Digest hashAt(Bytes hashes, int position) {
    return new Digest(
        hashes.slice(position * Merkle.HASH_BYTES, (position + 1) * Merkle.HASH_BYTES));
  }

  private void requireEntry(long index) {
    if (index < 0 || index >= head.size()) {
      throw outOfRange("entry " + index);
    }
  }

  private void requireSize(long size) {
    if (size < 0 || size > head.size()) {
      throw outOfRange("a tree of " + size + " entries");
    }
  }

  private LedgerFault outOfRange(String asked) {
    return new LedgerFault(
        LedgerFault.OUT_OF_RANGE,
        "asked for " + asked + ", the ledger " + head.origin() + " has " + head.size());
  }
}
