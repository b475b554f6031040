package dev.bulwark.scan.hdf5;

import java.util.ArrayList;
import java.util.List;

/// Where a dataset's elements are.
///
/// @param at of the elements, of the index of chunks, or of what describes a virtual dataset; or
///   {@link Raw#NOWHERE}
/// @param size in bytes, where the layout says it; otherwise -1
/// @param chunk the dimensions of a chunk; empty unless chunked
/// @param index how chunks are found: {@link #BTREE}, or as version 4 numbers it
record Layout(Kind kind, long at, long size, List<Long> chunk, int index) {
  static final int BTREE = 0;
  static final int SINGLE = 1;
  private static final int FILTERED_SINGLE = 2;
  private static final int MAX_RANK = 33;

  enum Kind {
    COMPACT,
    CONTIGUOUS,
    CHUNKED,
    VIRTUAL
  }

  Layout {
    chunk = List.copyOf(chunk);
  }

  static Layout read(Cursor cursor) throws Broken {
    long at = cursor.at();
    int version = cursor.u8();
    return switch (version) {
      case 1, 2 -> old(cursor);
      case 3 -> recent(cursor, version);
      case 4, 5 -> recent(cursor, version);
      default -> throw new Broken(at, "expected a layout of version 1 to 5");
    };
  }

  private static Kind kind(Cursor cursor) throws Broken {
    int kind = cursor.u8();
    if (kind >= Kind.values().length) {
      throw new Broken(cursor.at() - 1, "expected a layout of a known class");
    }
    return Kind.values()[kind];
  }

  private static Layout old(Cursor cursor) throws Broken {
    int rank = rank(cursor);
    Kind kind = kind(cursor);
    cursor.skip(5);
    long at = kind == Kind.COMPACT ? Raw.NOWHERE : cursor.address();
    List<Long> dimensions = dimensions(cursor, rank, 4);
    if (kind == Kind.COMPACT) {
      return new Layout(kind, cursor.at() + 4, cursor.u32(), List.of(), BTREE);
    }
    return new Layout(kind, at, -1, kind == Kind.CHUNKED ? dimensions : List.of(), BTREE);
  }

  private static int rank(Cursor cursor) throws Broken {
    int rank = cursor.u8();
    if (rank > MAX_RANK) {
      throw new Broken(cursor.at() - 1, "expected at most %d dimensions".formatted(MAX_RANK));
    }
    return rank;
  }

  private static List<Long> dimensions(Cursor cursor, int rank, int width) throws Broken {
    List<Long> dimensions = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      dimensions.add(cursor.number(width));
    }
    return dimensions;
  }

  private static Layout recent(Cursor cursor, int version) throws Broken {
    Kind kind = kind(cursor);
    return switch (kind) {
      case COMPACT -> new Layout(kind, cursor.at() + 2, cursor.u16(), List.of(), BTREE);
      case CONTIGUOUS -> new Layout(kind, cursor.address(), cursor.length(), List.of(), BTREE);
      case VIRTUAL -> new Layout(kind, cursor.address(), cursor.u32(), List.of(), BTREE);
      case CHUNKED -> version == 3 ? oldChunks(cursor) : newChunks(cursor);
    };
  }

  private static Layout oldChunks(Cursor cursor) throws Broken {
    int rank = rank(cursor);
    long at = cursor.address();
    return new Layout(Kind.CHUNKED, at, -1, dimensions(cursor, rank, 4), BTREE);
  }

  private static Layout newChunks(Cursor cursor) throws Broken {
    int flags = cursor.u8();
    int rank = rank(cursor);
    int width = cursor.u8();
    if (width < 1 || width > 8) {
      throw new Broken(cursor.at() - 1, "expected chunk dimensions of 1 to 8 bytes");
    }
    List<Long> dimensions = dimensions(cursor, rank, width);
    int index = cursor.u8();
    long size = -1;
    switch (index) {
      case SINGLE -> {
        if ((flags & FILTERED_SINGLE) != 0) {
          size = cursor.length();
          cursor.skip(4);
        }
      }
      case 2 -> {}
      case 3 -> cursor.skip(1);
      case 4 -> cursor.skip(5);
      case 5 -> cursor.skip(6);
      default -> throw new Broken(cursor.at() - 1, "expected a known index of chunks");
    }
    return new Layout(Kind.CHUNKED, cursor.address(), size, dimensions, index);
  }
}
