package dev.bulwark.scan.hdf5;

import java.util.Optional;

/// A named value of an object.
///
/// @param type empty when it is defined elsewhere, in a way that is not read
/// @param value its bytes, or references into a heap
record AttributeMessage(
    String name, Optional<Datatype> type, Optional<Dataspace> space, Cursor value) {
  private static final int TYPE_SHARED = 1;
  private static final int SPACE_SHARED = 2;

  static AttributeMessage read(Cursor cursor) throws Broken {
    long at = cursor.at();
    int version = cursor.u8();
    if (version < 1 || version > 3) {
      throw new Broken(at, "expected an attribute of version 1 to 3");
    }
    int flags = cursor.u8();
    boolean padded = version == 1;
    int nameSize = cursor.u16();
    int typeSize = cursor.u16();
    int spaceSize = cursor.u16();
    cursor.skip(version == 3 ? 1 : 0);
    String name = part(cursor, nameSize, padded).text(nameSize);
    Cursor type = part(cursor, typeSize, padded);
    Cursor space = part(cursor, spaceSize, padded);
    boolean sharedType = !padded && (flags & TYPE_SHARED) != 0;
    boolean sharedSpace = !padded && (flags & SPACE_SHARED) != 0;
    return new AttributeMessage(
        name,
        sharedType ? Optional.empty() : Optional.of(Datatype.read(type)),
        sharedSpace ? Optional.empty() : Optional.of(Dataspace.read(space)),
        cursor.part(cursor.left()));
  }

  private static Cursor part(Cursor cursor, long size, boolean padded) throws Broken {
    return cursor.part(padded ? (size + 7) / 8 * 8 : size);
  }
}
