package dev.bulwark.scan.ocdbt;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// Reads the body of a manifest or a node from its start to its end.
final class Cursor {
  private final MemorySegment bytes;
  private long at;

  Cursor(MemorySegment bytes) {
    this.bytes = bytes;
  }

  long left() {
    return bytes.byteSize() - at;
  }

  int u8() {
    return take(1).get(JAVA_BYTE, 0) & 0xff;
  }

  /// Seven bits a byte, the lowest first; 64 bits, of which the highest is no sign.
  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = u8();
      if (shift == 63 && next > 1) {
        break;
      }
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new BrokenStore("a number has more than 64 bits");
  }

  /// A number that is at most `most`.
  long varint(String what, long most) {
    long value = varint();
    if (value < 0 || value > most) {
      throw new BrokenStore(
          "expected %s of at most %d, found %s"
              .formatted(what, most, Long.toUnsignedString(value)));
    }
    return value;
  }

  /// How many of something follow, each of which takes so many bytes at least.
  int count(String what, int most, int bytesEach) {
    return (int) varint(what, Math.min(most, left() / bytesEach));
  }

  /// A column of numbers.
  long[] column(int count, String what, long most) {
    long[] column = new long[count];
    for (int i = 0; i < count; i++) {
      column[i] = varint(what, most);
    }
    return column;
  }

  void skipColumn(int count) {
    for (int i = 0; i < count; i++) {
      varint();
    }
  }

  MemorySegment take(long count) {
    if (count < 0 || count > left()) {
      throw new BrokenStore("expected %d bytes, %d are left".formatted(count, left()));
    }
    MemorySegment taken = bytes.asSlice(at, count);
    at += count;
    return taken;
  }

  void end() {
    if (left() != 0) {
      throw new BrokenStore("%d bytes lie behind the last entry".formatted(left()));
    }
  }
}
