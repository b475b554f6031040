package dev.bulwark.scan.hdf5;

import java.util.ArrayList;
import java.util.List;

/// The pipeline that chunks go through when they are read.
final class Filters {
  /// Ids from here on name themselves in version 2.
  private static final int NAMED = 256;

  /// @param name as the file gives it; may be empty
  record Filter(int id, String name) {}

  private Filters() {}

  static List<Filter> read(Cursor cursor) throws Broken {
    long at = cursor.at();
    int version = cursor.u8();
    int count = cursor.u8();
    if (version != 1 && version != 2) {
      throw new Broken(at, "expected a filter pipeline of version 1 or 2");
    }
    cursor.skip(version == 1 ? 6 : 0);
    List<Filter> filters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = cursor.u16();
      int nameSize = version == 1 || id >= NAMED ? cursor.u16() : 0;
      cursor.skip(2);
      int values = cursor.u16();
      String name = cursor.text(version == 1 ? (nameSize + 7L) / 8 * 8 : nameSize);
      cursor.skip(4L * values + (version == 1 && values % 2 == 1 ? 4 : 0));
      filters.add(new Filter(id, name));
    }
    return filters;
  }
}
