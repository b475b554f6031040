package dev.bulwark.scan.hdf5;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A B-tree of version 2: records of one size, in order.
final class NewTree {
  private static final int FRAME = 10;
  private static final int MAX_DEPTH = 16;

  private final Raw raw;
  private final long nodeSize;
  private final int recordSize;
  private final List<Level> levels = new ArrayList<>();
  private final List<Cursor> records = new ArrayList<>();

  /// What fits a node of one depth, and all the nodes below it.
  ///
  /// @param width how many bytes a count of all records takes
  private record Level(long most, long mostBelow, int width) {}

  private NewTree(Raw raw, long nodeSize, int recordSize) {
    this.raw = raw;
    this.nodeSize = nodeSize;
    this.recordSize = recordSize;
  }

  /// The records of the tree at `at`, which has to be of one of the types.
  static List<Cursor> records(Raw raw, long at, Set<Integer> types) throws Broken {
    long size = 4L + 2 + 4 + 2 + 2 + 2 + raw.offsetSize() + 2 + raw.lengthSize() + 4;
    Cursor cursor = raw.open(at, size, "BTHD", "a B-tree");
    cursor.skip(1);
    int type = cursor.u8();
    long nodeSize = cursor.u32();
    int recordSize = cursor.u16();
    int depth = cursor.u16();
    cursor.skip(2);
    long root = cursor.address();
    int count = cursor.u16();
    raw.verify(at, at + size);
    if (!types.contains(type) || recordSize == 0 || nodeSize <= FRAME || depth > MAX_DEPTH) {
      throw new Broken(at, "expected a B-tree of names or of large objects");
    }
    NewTree tree = new NewTree(raw, nodeSize, recordSize);
    tree.measure(depth);
    if (root != Raw.NOWHERE) {
      tree.walk(root, count, depth);
    }
    return tree.records;
  }

  private void measure(int depth) {
    long leaf = (nodeSize - FRAME) / recordSize;
    levels.add(new Level(leaf, leaf, 0));
    for (int level = 1; level <= depth; level++) {
      Level below = levels.get(level - 1);
      long pointer = (long) raw.offsetSize() + countWidth() + below.width();
      long most = Math.max(0, (nodeSize - FRAME - pointer) / (recordSize + pointer));
      long all = Math.min(1L << 56, (most + 1) * Math.min(below.mostBelow(), 1L << 40) + most);
      levels.add(new Level(most, all, width(all)));
    }
  }

  private int countWidth() {
    return width(levels.getFirst().most());
  }

  /// How many bytes a number up to a limit takes.
  static int width(long limit) {
    return limit <= 0 ? 1 : (63 - Long.numberOfLeadingZeros(limit)) / 8 + 1;
  }

  private void walk(long at, long count, int depth) throws Broken {
    if (count > levels.get(depth).most()) {
      throw new Broken(at, "expected no more records than fit a node");
    }
    Cursor cursor = raw.open(at, nodeSize, depth == 0 ? "BTLF" : "BTIN", "a node of a B-tree");
    cursor.skip(2);
    for (long i = 0; i < count; i++) {
      raw.budget().entry();
      records.add(cursor.part(recordSize));
    }
    if (depth > 0) {
      for (long i = 0; i <= count; i++) {
        long child = cursor.address();
        long records = cursor.number(countWidth());
        cursor.skip(levels.get(depth - 1).width());
        walk(child, records, depth - 1);
      }
    }
    raw.verify(at, cursor.at() + 4);
  }
}
