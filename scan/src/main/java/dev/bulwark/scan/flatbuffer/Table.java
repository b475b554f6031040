package dev.bulwark.scan.flatbuffer;

import java.util.Optional;
import java.util.function.Consumer;

/// A table of a FlatBuffer; a field is named by its place in the schema, from 0. A union takes two
/// places: its type, then its value.
public final class Table {
  private final Flatbuffer buffer;
  private final long at;
  private final long layout;
  private final int layoutSize;
  private final int size;

  Table(Flatbuffer buffer, long at, long layout, int layoutSize, int size) {
    this.buffer = buffer;
    this.at = at;
    this.layout = layout;
    this.layoutSize = layoutSize;
    this.size = size;
  }

  /// Where the table starts, from the start of the source.
  public long offset() {
    return at;
  }

  /// How many fields the table's writer knew.
  public int fields() {
    return (layoutSize - 4) / 2;
  }

  /// Whether a field has another value than its default.
  public boolean has(int field) {
    return place(field, 1) != 0;
  }

  /// Where a field's value lies; 0 when it has its default.
  private long place(int field, int width) {
    int slot = 4 + 2 * field;
    if (slot + 2 > layoutSize) {
      return 0;
    }
    int offset = buffer.ushort(layout + slot);
    if (offset == 0) {
      return 0;
    }
    if (offset < 4 || offset + width > size) {
      throw new BrokenFlatbuffer(
          layout + slot, "the field %d lies at %d of %d".formatted(field, offset, size));
    }
    return at + offset;
  }

  public int ubyte(int field) {
    long place = place(field, 1);
    return place == 0 ? 0 : buffer.ubyte(place);
  }

  public int sint(int field) {
    long place = place(field, 4);
    return place == 0 ? 0 : buffer.sint(place);
  }

  public long uint(int field) {
    long place = place(field, 4);
    return place == 0 ? 0 : buffer.uint(place);
  }

  public long slong(int field) {
    long place = place(field, 8);
    return place == 0 ? 0 : buffer.slong(place);
  }

  /// The text of a field; empty when it has none.
  public String text(int field) {
    long place = place(field, 4);
    return place == 0 ? "" : buffer.text(buffer.follow(place));
  }

  /// The list of a field, whose elements take `each` bytes.
  public Optional<Vector> vector(int field, int each) {
    long place = place(field, 4);
    return place == 0 ? Optional.empty() : Optional.of(buffer.vector(buffer.follow(place), each));
  }

  /// Visits the tables in the list of a field.
  public void tables(int field, Consumer<Table> visit) {
    vector(field, 4).ifPresent(vector -> vector.tables(visit));
  }

  /// Visits the table of a field.
  public void table(int field, Consumer<Table> visit) {
    long place = place(field, 4);
    if (place != 0) {
      buffer.enter();
      try {
        visit.accept(buffer.table(buffer.follow(place)));
      } finally {
        buffer.leave();
      }
    }
  }
}
