package dev.bulwark.scan.hdf5;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where dense groups and attributes keep their messages: blocks that double in size.
final class FractalHeap {
  private static final int HUGE_RECORD = 1;
  private static final int MAX_NESTING = 8;

  private final Raw raw;
  private final long at;
  private boolean filtered;
  private long hugeTree;
  private int tableWidth;
  private long firstBlock;
  private long largestBlock;
  private int offsetWidth;
  private int lengthWidth;
  private long root;
  private int rootRows;
  private final Map<Long, Cursor> huge = new HashMap<>();
  private final Set<Long> opened = new HashSet<>();
  private boolean hugeRead;

  private FractalHeap(Raw raw, long at) {
    this.raw = raw;
    this.at = at;
  }

  static FractalHeap read(Raw raw, long at) throws Broken {
    FractalHeap heap = new FractalHeap(raw, at);
    heap.header();
    return heap;
  }

  private void header() throws Broken {
    int o = raw.offsetSize();
    int l = raw.lengthSize();
    long size = 22L + 12L * l + 3L * o + 4;
    Cursor cursor = raw.open(at, size, "FRHP", "a fractal heap");
    cursor.skip(3);
    filtered = cursor.u16() != 0;
    cursor.skip(1);
    long largestObject = cursor.u32();
    cursor.skip(l);
    hugeTree = cursor.address();
    cursor.skip(l + o + 8L * l);
    tableWidth = cursor.u16();
    firstBlock = cursor.length();
    largestBlock = cursor.length();
    int bits = cursor.u16();
    cursor.skip(2);
    root = cursor.address();
    rootRows = cursor.u16();
    boolean sane =
        tableWidth > 0
            && Long.bitCount(tableWidth) == 1
            && Long.bitCount(firstBlock) == 1
            && Long.bitCount(largestBlock) == 1
            && firstBlock > 0
            && largestBlock >= firstBlock
            && largestBlock <= 1L << 31
            && bits >= 8
            && bits <= 64;
    if (!sane) {
      throw new Broken(at, "expected a fractal heap whose blocks double");
    }
    offsetWidth = (bits + 7) / 8;
    lengthWidth =
        Math.min(
            NewTree.width(largestBlock),
            (63 - Long.numberOfLeadingZeros(Math.max(1, largestObject)) + 7) / 8);
    if (!filtered) {
      raw.verify(at, at + size);
    }
  }

  /// The object a heap id names; empty when it is kept in a way that is not read.
  Optional<Cursor> object(Cursor id) throws Broken {
    int first = id.u8();
    int type = first >> 4 & 3;
    if (filtered || first >> 6 != 0 || type > HUGE_RECORD) {
      return Optional.empty();
    }
    if (type == HUGE_RECORD) {
      return huge(id);
    }
    long offset = id.number(offsetWidth);
    long length = id.number(lengthWidth);
    return Optional.of(managed(offset, length));
  }

  /// Objects too large for a block are listed in a tree by a number.
  private Optional<Cursor> huge(Cursor id) throws Broken {
    if (id.left() >= raw.offsetSize() + raw.lengthSize()) {
      return Optional.of(raw.open(id.address(), id.length(), "a large object"));
    }
    if (!hugeRead) {
      hugeRead = true;
      for (Cursor record : NewTree.records(raw, hugeTree, Set.of(HUGE_RECORD))) {
        long where = record.address();
        Cursor content = raw.open(where, record.length(), "a large object");
        huge.put(record.length(), content);
      }
    }
    Cursor found = huge.get(id.number((int) Math.min(8, id.left())));
    if (found == null) {
      throw new Broken(at, "expected a large object of that number");
    }
    return Optional.of(new Cursor(raw, found.at(), found.end()));
  }

  private Cursor managed(long offset, long length) throws Broken {
    if (root == Raw.NOWHERE) {
      throw new Broken(at, "expected an object in a heap that has none");
    }
    return rootRows == 0
        ? inBlock(root, firstBlock, offset, length)
        : inTable(root, rootRows, 0, offset, length, 0);
  }

  private Cursor inBlock(long block, long size, long offset, long length) throws Broken {
    if (length > size || offset > size - length) {
      throw new Broken(block, "expected an object within its block");
    }
    if (!opened.contains(block)) {
      raw.open(block, size, "FHDB", "a block of a fractal heap");
      opened.add(block);
    }
    return new Cursor(raw, block + offset, block + offset + length);
  }

  private long rowSize(int row) {
    return row < 2 ? firstBlock : firstBlock << Math.min(row - 1, 40);
  }

  /// @param before the heap offset at which the table's blocks begin
  private Cursor inTable(long table, int rows, long before, long offset, long length, int depth)
      throws Broken {
    int head = 5 + raw.offsetSize() + offsetWidth;
    if (!opened.contains(table)) {
      long size = head + (long) rows * tableWidth * raw.offsetSize() + 4;
      raw.open(table, size, "FHIB", "a table of a fractal heap");
      opened.add(table);
    }
    long start = before;
    for (int row = 0; row < Math.min(rows, 64); row++) {
      long size = rowSize(row);
      if (offset - start < size * tableWidth) {
        long column = (offset - start) / size;
        long entry = (row * (long) tableWidth + column) * raw.offsetSize();
        long child = new Cursor(raw, table + head + entry, raw.size()).address();
        long from = start + column * size;
        if (child == Raw.NOWHERE || depth > MAX_NESTING) {
          break;
        }
        return size <= largestBlock
            ? inBlock(child, size, offset - from, length)
            : inTable(child, rowsOf(size), from, offset, length, depth + 1);
      }
      start += size * tableWidth;
    }
    throw new Broken(table, "expected a block for an object of the heap");
  }

  private int rowsOf(long size) {
    return Long.numberOfTrailingZeros(size)
        - Long.numberOfTrailingZeros(firstBlock * tableWidth)
        + 1;
  }

  /// The objects that the records of an index name, in its order.
  ///
  /// @param skip bytes of a record in front of the id
  static List<Cursor> index(Raw raw, long tree, int type, int skip, int idSize) throws Broken {
    List<Cursor> ids = new java.util.ArrayList<>();
    for (Cursor record : NewTree.records(raw, tree, Set.of(type))) {
      record.skip(skip);
      ids.add(record.part(idSize));
    }
    return ids;
  }
}
