package dev.bulwark.scan.hdf5;

/// The names of an old-style group, or of external data files.
///
/// @param at of the first name
record LocalHeap(Raw raw, long at, long size) {

  static LocalHeap read(Raw raw, long at) throws Broken {
    Cursor cursor =
        raw.open(at, 8L + 2L * raw.lengthSize() + raw.offsetSize(), "HEAP", "a local heap");
    cursor.skip(4);
    long size = cursor.length();
    cursor.skip(raw.lengthSize());
    long data = cursor.address();
    raw.explain(data, size, "the names of a local heap");
    return new LocalHeap(raw, data, size);
  }

  /// The text at an offset.
  String text(long offset) throws Broken {
    if (offset < 0 || offset >= size) {
      throw new Broken(at, "expected a name within its heap");
    }
    raw.budget().tick();
    return new Cursor(raw, at + offset, at + size).zeroText();
  }
}
