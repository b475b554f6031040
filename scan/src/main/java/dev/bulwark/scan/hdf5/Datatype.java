package dev.bulwark.scan.hdf5;

/// What an element is, as far as it matters here.
///
/// @param kind the class, as the specification numbers it
/// @param size of an element in bytes
record Datatype(int kind, long size) {
  static final int STRING = 3;
  static final int VARIABLE = 9;
  private static final int MAX_KIND = 11;

  static Datatype read(Cursor cursor) throws Broken {
    long at = cursor.at();
    int first = cursor.u8();
    int version = first >> 4;
    int kind = first & 0xf;
    cursor.skip(3);
    long size = cursor.u32();
    if (version < 1 || version > 5 || kind > MAX_KIND + 1) {
      throw new Broken(at, "expected a datatype of a known version and class");
    }
    return new Datatype(kind, size);
  }

  boolean variable() {
    return kind == VARIABLE;
  }
}
