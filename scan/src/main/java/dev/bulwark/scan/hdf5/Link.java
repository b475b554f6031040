package dev.bulwark.scan.hdf5;

/// A name in a group and what it leads to.
sealed interface Link {
  int SOFT = 1;
  int EXTERNAL = 64;

  String name();

  /// @param header where the object's header is
  record Hard(String name, long header) implements Link {}

  record Soft(String name, String target) implements Link {}

  /// @param file the other file
  /// @param object the path in it
  record External(String name, long at, String file, String object) implements Link {}

  /// A link that a program defines and only its code can follow.
  record Foreign(String name, long at, int type) implements Link {}

  /// Reads a link message.
  static Link read(Cursor cursor) throws Broken {
    long at = cursor.at();
    if (cursor.u8() != 1) {
      throw new Broken(at, "expected a link of version 1");
    }
    int flags = cursor.u8();
    int type = (flags & 0x08) != 0 ? cursor.u8() : 0;
    cursor.skip((flags & 0x04) != 0 ? 8 : 0);
    cursor.skip((flags & 0x10) != 0 ? 1 : 0);
    String name = cursor.text(cursor.number(1 << (flags & 3)));
    if (type == 0) {
      return new Hard(name, cursor.address());
    }
    Cursor value = cursor.part(cursor.u16());
    if (type == SOFT) {
      return new Soft(name, value.text(value.left()));
    }
    if (type == EXTERNAL) {
      value.skip(1);
      return new External(name, at, value.zeroText(), value.zeroText());
    }
    return new Foreign(name, at, type);
  }
}
