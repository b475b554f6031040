package dev.bulwark.scan.flatbuffer;

import java.util.function.Consumer;

/// A list, all of which lies inside the buffer.
///
/// @param start of the first element, from the start of the source
/// @param each how many bytes an element takes
public record Vector(Flatbuffer buffer, long start, long count, int each) {

  /// Visits the tables that the elements lead to.
  public void tables(Consumer<Table> visit) {
    buffer.enter();
    try {
      for (long i = 0; i < count; i++) {
        visit.accept(buffer.table(buffer.follow(start + 4 * i)));
      }
    } finally {
      buffer.leave();
    }
  }

  /// Visits the texts that the elements lead to.
  public void texts(Consumer<String> visit) {
    for (long i = 0; i < count; i++) {
      visit.accept(buffer.text(buffer.follow(start + 4 * i)));
    }
  }
}
