package dev.bulwark.scan.ocdbt;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.graph.NamedPath;
import dev.bulwark.scan.weights.Descriptions;
import dev.bulwark.scan.weights.Range;
import dev.bulwark.scan.weights.Siblings;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One walk from a manifest through all its versions to every value. Nodes that several versions
/// share are read once.
final class StoreWalk {
  private static final int MOST_KEYS = 10_000;
  private static final int MOST_CHARACTERS = 1 << 20;
  private static final int MOST_PREFIXES = 64 << 20;
  private static final int MOST_ENTRIES = 1 << 20;
  private static final int MOST_VERSIONS = 1 << 16;
  private static final int MOST_OUTSIDE = 100;

  /// A node that is still to be read.
  ///
  /// @param prefix what its keys start with; empty for nodes of versions
  private record Open(int magic, Reference node, int height, String prefix) {}

  private record Where(int magic, String path, long offset, long length, int height) {}

  private final Source manifest;
  private final Siblings beside;
  private final Budget budget;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Set<Where> seen = new HashSet<>();
  private final Descriptions files = new Descriptions();
  private final List<String> keys = new ArrayList<>();
  private final List<String> outside = new ArrayList<>();
  private long versions;
  private long nodes;
  private long entries;
  private long characters;
  private long prefixed;

  StoreWalk(Source manifest, Siblings beside, Budget budget) {
    this.manifest = manifest;
    this.beside = beside;
    this.budget = budget;
  }

  StoreView view() {
    return new StoreView(manifest.place(), versions, nodes, entries, keys, outside, files.list());
  }

  void all() {
    Cursor cursor = Block.open(manifest.bytes(), Block.MANIFEST, budget);
    cursor.take(16); // the store's name
    int kind = cursor.u8();
    cursor.varint("the size of values in nodes", 0xffff_ffffL);
    cursor.varint("the size of nodes", 0xffff_ffffL);
    int arity = cursor.u8();
    if (kind > 1 || arity < 1 || arity > 16) {
      throw new BrokenStore(
          "expected a manifest of kind 0 or 1 and 2 to 65536 versions a node, found kind %d and %d bits"
              .formatted(kind, arity));
    }
    if (cursor.varint("a compression", 1) == 1) {
      cursor.take(4); // its level
    }
    if (kind == 0) {
      List<DataFile> table = DataFile.table(cursor, "", budget);
      roots(cursor, table);
      olderVersions(cursor, table);
    }
    cursor.end();
    while (!open.isEmpty()) {
      read(open.removeLast());
    }
  }

  /// References to the roots of trees.
  private void roots(Cursor cursor, List<DataFile> table) {
    int count = cursor.count("versions", MOST_VERSIONS, 16);
    rising(cursor, count);
    int[] heights = heights(cursor, count);
    List<Reference> roots = Reference.column(cursor, count, table);
    cursor.skipColumn(3 * count); // statistics
    cursor.take(8L * count); // times
    versions += count;
    for (int i = 0; i < count; i++) {
      if (!roots.get(i).isMissing()) {
        later(new Open(Block.TREE, roots.get(i), heights[i], ""));
      }
    }
  }

  /// References of a manifest to nodes of older versions.
  private void olderVersions(Cursor cursor, List<DataFile> table) {
    List<Reference> children = versionNodes(cursor, table);
    int[] heights = heights(cursor, children.size());
    for (int i = 0; i < children.size(); i++) {
      later(new Open(Block.VERSIONS, children.get(i), heights[i], ""));
    }
  }

  private static List<Reference> versionNodes(Cursor cursor, List<DataFile> table) {
    int count = cursor.count("nodes of versions", MOST_VERSIONS, 13);
    rising(cursor, count);
    List<Reference> children = Reference.column(cursor, count, table);
    cursor.skipColumn(count); // how many versions
    cursor.take(8L * count); // times
    return children;
  }

  private static void rising(Cursor cursor, int count) {
    long before = 0;
    for (int i = 0; i < count; i++) {
      long generation = cursor.varint();
      if (Long.compareUnsigned(generation, before) <= 0) {
        throw new BrokenStore("the numbers of versions do not rise");
      }
      before = generation;
    }
  }

  private static int[] heights(Cursor cursor, int count) {
    int[] heights = new int[count];
    for (int i = 0; i < count; i++) {
      heights[i] = cursor.u8();
    }
    return heights;
  }

  private void later(Open node) {
    if (!described(node.node())) {
      return;
    }
    if (node.height() < 0) {
      throw new BrokenStore("a node lies below a leaf");
    }
    Reference at = node.node();
    if (seen.add(
        new Where(node.magic(), at.file().path(), at.offset(), at.length(), node.height()))) {
      budget.entry();
      open.addLast(node);
    }
  }

  /// Whether the bytes lie in a file beside the manifest.
  private boolean described(Reference bytes) {
    String path = bytes.file().path();
    if (!NamedPath.staysInside(path)) {
      if (outside.size() < MOST_OUTSIDE && !outside.contains(path)) {
        outside.add(path);
      }
      return false;
    }
    files.add(path, Range.of(bytes.offset(), bytes.length()));
    return true;
  }

  private void read(Open node) {
    try {
      Cursor cursor = Block.open(bytes(node.node()), node.magic(), budget);
      nodes++;
      if (node.magic() == Block.TREE) {
        tree(cursor, node);
      } else {
        versions(cursor, node);
      }
      cursor.end();
    } catch (BrokenStore e) {
      throw new BrokenStore(
          "the node at %s of %s: %s"
              .formatted(
                  Long.toUnsignedString(node.node().offset()),
                  NamedPath.shown(node.node().file().path()),
                  e.problem()));
    }
  }

  private MemorySegment bytes(Reference node) {
    Optional<MemorySegment> file = beside.open(node.file().path());
    if (file.isEmpty()) {
      throw new Budget.OverLimit(
          Outcome.Reason.UNSUPPORTED,
          "its data file %s cannot be read beside it: scan the whole folder of the store"
              .formatted(NamedPath.shown(node.file().path())));
    }
    long size = file.get().byteSize();
    if (node.offset() < 0 || node.length() < 0 || node.offset() > size - node.length()) {
      throw new BrokenStore("it lies behind the end of the file");
    }
    return file.get().asSlice(node.offset(), node.length());
  }

  private void versions(Cursor cursor, Open node) {
    cursor.u8(); // arity, as in the manifest
    if (cursor.u8() != node.height()) {
      throw new BrokenStore("expected a node of height " + node.height());
    }
    List<DataFile> table = DataFile.table(cursor, node.node().file().base(), budget);
    if (node.height() == 0) {
      roots(cursor, table);
    } else {
      versionNodes(cursor, table)
          .forEach(child -> later(new Open(Block.VERSIONS, child, node.height() - 1, "")));
    }
  }

  private void tree(Cursor cursor, Open node) {
    if (cursor.u8() != node.height()) {
      throw new BrokenStore("expected a node of height " + node.height());
    }
    List<DataFile> table = DataFile.table(cursor, node.node().file().base(), budget);
    int count = cursor.count("entries", MOST_ENTRIES, 2);
    if (count == 0) {
      throw new BrokenStore("expected a node with entries");
    }
    if (node.height() == 0) {
      leaf(cursor, node, table, count);
    } else {
      inner(cursor, node, table, count);
    }
  }

  private void leaf(Cursor cursor, Open node, List<DataFile> table, int count) {
    Keys columns = Keys.columns(cursor, count, false);
    for (int i = 0; i < count; i++) {
      key(node.prefix() + Keys.text(columns.next(cursor, i)));
    }
    long[] sizes = new long[count];
    for (int i = 0; i < count; i++) {
      sizes[i] = cursor.varint();
    }
    long[] kinds = cursor.column(count, "a kind of value", 1);
    int far = (int) Arrays.stream(kinds).sum();
    long[] ids = Reference.ids(cursor, far, table);
    int next = 0;
    for (int i = 0; i < count; i++) {
      if (kinds[i] == 1) {
        described(new Reference(table.get((int) ids[next++]), cursor.varint(), sizes[i]));
      }
    }
    for (int i = 0; i < count; i++) {
      if (kinds[i] == 0) {
        cursor.take(sizes[i]);
      }
    }
  }

  private void key(String key) {
    budget.tick();
    entries++;
    characters += key.length();
    if (keys.size() < MOST_KEYS && characters <= MOST_CHARACTERS) {
      keys.add(key);
    }
  }

  private void inner(Cursor cursor, Open node, List<DataFile> table, int count) {
    Keys columns = Keys.columns(cursor, count, true);
    String[] prefixes = new String[count];
    for (int i = 0; i < count; i++) {
      budget.tick();
      prefixes[i] = node.prefix() + columns.common(columns.next(cursor, i), i);
      if (prefixes[i].length() > 1 << 16) {
        throw new BrokenStore("expected keys of at most 65535 bytes");
      }
      prefixed += prefixes[i].length();
      if (prefixed > MOST_PREFIXES) {
        throw new Budget.OverLimit(Outcome.Reason.OVER_LIMIT, "too long keys of inner nodes");
      }
    }
    List<Reference> children = Reference.column(cursor, count, table);
    cursor.skipColumn(3 * count); // statistics
    for (int i = count - 1; i >= 0; i--) { // the last is read first
      later(new Open(Block.TREE, children.get(i), node.height() - 1, prefixes[i]));
    }
  }
}
