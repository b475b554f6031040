package dev.bulwark.scan.hdf5;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import java.util.OptionalLong;

/// Where the file begins, and how wide its fields are.
///
/// @param at where it is: 0, or a power of two from 512 on
/// @param raw the file by the superblock's widths
/// @param end where the file says it ends, from the start of the source
/// @param extension the object header with further settings, or {@link Raw#NOWHERE}
/// @param driver whether the file is one of several, by a driver's own block
/// @param root the root group's object header
record Superblock(
    long at, int version, Raw raw, long end, long extension, boolean driver, long root) {
  private static final byte[] MAGIC = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final int MAX_SIZE = 128;

  /// Where a superblock is, when there is one.
  static OptionalLong find(Source source) {
    for (long at = 0; at <= source.size() - MAGIC.length; at = at == 0 ? 512 : 2 * at) {
      if (is(source, at)) {
        return OptionalLong.of(at);
      }
    }
    return OptionalLong.empty();
  }

  private static boolean is(Source source, long at) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (source.at(at + i) != (MAGIC[i] & 0xff)) {
        return false;
      }
    }
    return true;
  }

  static Superblock read(Source source, long at, Budget budget) throws Broken {
    Raw first = new Raw(source.bytes(), budget, at, 8, 8);
    budget.bytes(Math.min(MAX_SIZE, source.size() - at));
    Cursor cursor = new Cursor(first, at + MAGIC.length, source.size());
    int version = cursor.u8();
    if (version > 3) {
      throw new Broken(at + MAGIC.length, "expected a superblock of version 0 to 3");
    }
    return version < 2
        ? old(source, at, version, cursor, budget)
        : recent(source, at, version, cursor, budget);
  }

  private static int width(Cursor cursor) throws Broken {
    int width = cursor.u8();
    if (width != 2 && width != 4 && width != 8) {
      throw new Broken(cursor.at() - 1, "expected addresses and lengths of 2, 4 or 8 bytes");
    }
    return width;
  }

  private static Superblock old(Source source, long at, int version, Cursor head, Budget budget)
      throws Broken {
    head.skip(4);
    int offsets = width(head);
    int lengths = width(head);
    Raw raw = new Raw(source.bytes(), budget, at, offsets, lengths);
    head.skip(1 + 4 + 4 + (version == 1 ? 4 : 0));
    Cursor cursor = new Cursor(raw, head.at(), source.size());
    long base = cursor.number(offsets);
    cursor.skip(offsets);
    long end = end(cursor, at - base, offsets);
    boolean driver = cursor.address() != Raw.NOWHERE;
    cursor.skip(offsets);
    long root = cursor.address();
    cursor.skip(24);
    raw.explain(at, cursor.at() - at, "a superblock");
    return new Superblock(at, version, raw, end, Raw.NOWHERE, driver, root);
  }

  private static Superblock recent(Source source, long at, int version, Cursor head, Budget budget)
      throws Broken {
    int offsets = width(head);
    int lengths = width(head);
    head.skip(1);
    Raw raw = new Raw(source.bytes(), budget, at, offsets, lengths);
    Cursor cursor = new Cursor(raw, head.at(), source.size());
    long base = cursor.number(offsets);
    long extension = cursor.address();
    long end = end(cursor, at - base, offsets);
    long root = cursor.address();
    cursor.skip(4);
    raw.verify(at, cursor.at());
    raw.explain(at, cursor.at() - at, "a superblock");
    return new Superblock(at, version, raw, end, extension, false, root);
  }

  /// The end is told by where the file was when it was written; the library moves it along.
  private static long end(Cursor cursor, long moved, int width) throws Broken {
    return cursor.number(width) + moved;
  }
}
