package dev.bulwark.scan.hdf5;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How many elements there are.
///
/// @param dimensions empty for a single element
/// @param none whether there is no element at all
record Dataspace(List<Long> dimensions, boolean none) {
  private static final int MAX_RANK = 32;

  Dataspace {
    dimensions = Collections.unmodifiableList(dimensions);
  }

  static Dataspace read(Cursor cursor) throws Broken {
    long at = cursor.at();
    int version = cursor.u8();
    int rank = cursor.u8();
    cursor.skip(1);
    boolean none = false;
    if (version == 1) {
      cursor.skip(5);
    } else if (version == 2) {
      none = cursor.u8() == 2;
    } else {
      throw new Broken(at, "expected a dataspace of version 1 or 2");
    }
    if (rank > MAX_RANK) {
      throw new Broken(at + 1, "expected at most %d dimensions".formatted(MAX_RANK));
    }
    List<Long> dimensions = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      dimensions.add(cursor.length());
    }
    return new Dataspace(dimensions, none);
  }

  /// How many bytes elements of a size take; {@link Long#MAX_VALUE} when it does not fit.
  long bytes(long elementSize) {
    if (none || dimensions.contains(0L)) {
      return 0;
    }
    long bytes = elementSize;
    for (long dimension : dimensions) {
      if (dimension < 0 || (bytes > 0 && dimension > Long.MAX_VALUE / bytes)) {
        return Long.MAX_VALUE;
      }
      bytes *= dimension;
    }
    return bytes;
  }
}
