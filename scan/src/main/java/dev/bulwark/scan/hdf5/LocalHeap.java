package dev.bulwark.scan.hdf5;

/// The names of an old-style group, or of external data files.
final class LocalHeap {
  private final Raw raw;
  private final long at;
  private final long size;
  private long used;

  private LocalHeap(Raw raw, long at, long size) {
    this.raw = raw;
    this.at = at;
    this.size = size;
  }

  static LocalHeap read(Raw raw, long at) throws Broken {
    Cursor cursor =
        raw.open(at, 8L + 2L * raw.lengthSize() + raw.offsetSize(), "HEAP", "a local heap");
    cursor.skip(4);
    long size = cursor.length();
    cursor.skip(raw.lengthSize());
    long data = cursor.address();
    raw.open(data, size, "the names of a local heap");
    return new LocalHeap(raw, data, size);
  }

  /// The text at an offset.
  String text(long offset) throws Broken {
    if (offset < 0 || offset >= size) {
      throw new Broken(at, "expected a name within its heap");
    }
    Cursor cursor = new Cursor(raw, at + offset, at + size);
    String text = cursor.zeroText();
    used += cursor.at() - at - offset;
    if (used > size) {
      throw new Broken(at, "expected names that do not share their bytes");
    }
    return text;
  }
}
