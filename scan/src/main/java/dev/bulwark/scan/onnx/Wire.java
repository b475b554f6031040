package dev.bulwark.scan.onnx;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Walks the fields of one protobuf message without building anything (Protocol Buffers, Encoding).
///
/// Usage: `while (wire.next()) switch (wire.field()) …`.
final class Wire {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH = 2;
  static final int FIXED32 = 5;
  private static final int MAX_TEXT = 1 << 16;

  /// The bytes are not protobuf from here on.
  static final class Broken extends RuntimeException {
    private final long offset;
    private final String problem;

    Broken(long offset, String problem) {
      super(problem, null, false, false);
      this.offset = offset;
      this.problem = problem;
    }

    long offset() {
      return offset;
    }

    String problem() {
      return problem;
    }
  }

  private final MemorySegment bytes;
  private final long end;
  private long at;
  private long fieldAt;
  private int field;
  private int type;
  private long number;
  private long from;
  private long to;

  Wire(MemorySegment bytes, long from, long end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /// Goes to the next field.
  ///
  /// @return false at the end of the message
  /// @throws Broken when there is neither a field nor an end
  boolean next() {
    if (at >= end) {
      return false;
    }
    fieldAt = at;
    long tag = varint();
    type = (int) (tag & 7);
    field = (int) Math.min(tag >>> 3, Integer.MAX_VALUE);
    if (field == 0 || tag >>> 32 != 0) {
      throw new Broken(fieldAt, "expected a field number from 1 to 2^29 - 1");
    }
    switch (type) {
      case VARINT -> number = varint();
      case FIXED64 -> skip(8);
      case FIXED32 -> skip(4);
      case LENGTH -> skip(varint());
      default -> throw new Broken(fieldAt, "expected a wire type of proto3, found " + type);
    }
    return true;
  }

  private void skip(long size) {
    if (size < 0 || size > end - at) {
      throw new Broken(
          fieldAt,
          "field %d needs %s bytes, %d are left"
              .formatted(field, Long.toUnsignedString(size), end - at));
    }
    from = at;
    to = at + size;
    at = to;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at >= end) {
        throw new Broken(fieldAt, "the message ends inside a number");
      }
      long b = bytes.get(JAVA_BYTE, at++);
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new Broken(fieldAt, "a number is longer than ten bytes");
  }

  int field() {
    return field;
  }

  int type() {
    return type;
  }

  /// Where the field starts in the file.
  long offset() {
    return fieldAt;
  }

  /// The value of a varint field.
  long number() {
    return number;
  }

  /// The message a length-delimited field holds.
  Wire inside() {
    return new Wire(bytes, from, to);
  }

  /// The text a length-delimited field holds; a longer one is cut, malformed UTF-8 becomes U+FFFD.
  String text() {
    int size = (int) Math.min(MAX_TEXT, to - from);
    return new String(bytes.asSlice(from, size).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }
}
