package dev.bulwark.scan.ocdbt;

import java.util.List;

/// Bytes of a data file that a manifest or a node points to.
record Reference(DataFile file, long offset, long length) {
  private static final long MISSING = -1;

  /// Whether it stands for nothing: the root of an empty tree.
  boolean isMissing() {
    return offset == MISSING && length == MISSING;
  }

  /// Reads three columns: files, offsets, lengths.
  static List<Reference> column(Cursor cursor, int count, List<DataFile> files) {
    long[] ids = ids(cursor, count, files);
    long[] offsets = new long[count];
    for (int i = 0; i < count; i++) {
      offsets[i] = cursor.varint();
    }
    Reference[] references = new Reference[count];
    for (int i = 0; i < count; i++) {
      references[i] = new Reference(files.get((int) ids[i]), offsets[i], cursor.varint());
    }
    return List.of(references);
  }

  static long[] ids(Cursor cursor, int count, List<DataFile> files) {
    return cursor.column(count, "the number of a data file", files.size() - 1L);
  }
}
