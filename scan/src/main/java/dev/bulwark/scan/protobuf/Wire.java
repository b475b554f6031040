package dev.bulwark.scan.protobuf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Walks the fields of one message by the wire format alone (Protocol Buffers, Encoding).
///
/// Usage: `while (wire.next()) switch (wire.field()) …`.
public final class Wire {
  public static final int VARINT = 0;
  public static final int FIXED64 = 1;
  public static final int LENGTH = 2;
  public static final int GROUP = 3;
  private static final int END_GROUP = 4;
  public static final int FIXED32 = 5;

  /// How deep parsers follow messages and groups.
  static final int MAX_DEPTH = 100;

  private final MemorySegment bytes;
  private final long end;
  private long at;
  private long fieldAt;
  private int field;
  private int type;
  private long number;
  private boolean padded;
  private long from;
  private long to;

  public Wire(MemorySegment bytes, long from, long end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /// Goes to the next field.
  ///
  /// @return false at the end of the message
  /// @throws BrokenWire when there is neither a field nor an end
  public boolean next() {
    if (at >= end) {
      return false;
    }
    fieldAt = at;
    padded = false;
    tag();
    switch (type) {
      case VARINT -> number = varint();
      case FIXED64 -> skip(8);
      case FIXED32 -> skip(4);
      case LENGTH -> skip(varint());
      case GROUP -> group();
      default -> throw noType();
    }
    return true;
  }

  private void tag() {
    long tag = varint();
    type = (int) (tag & 7);
    field = (int) (tag >>> 3);
    if (tag >>> 32 != 0 || field == 0) {
      throw new BrokenWire(fieldAt, "expected a field number from 1 to 2^29 - 1");
    }
  }

  /// Passes over a group and the groups in it, to the end tag of the same number.
  private void group() {
    int[] open = new int[MAX_DEPTH];
    int depth = 0;
    int outer = field;
    from = at;
    open[depth++] = field;
    while (depth > 0) {
      if (at >= end) {
        throw new BrokenWire(fieldAt, "the group %d does not end".formatted(outer));
      }
      to = at;
      tag();
      switch (type) {
        case VARINT -> varint();
        case FIXED64 -> step(8);
        case FIXED32 -> step(4);
        case LENGTH -> step(varint());
        case GROUP -> {
          if (depth == MAX_DEPTH) {
            throw new BrokenWire(fieldAt, "groups nest deeper than parsers follow");
          }
          open[depth++] = field;
        }
        case END_GROUP -> {
          if (open[--depth] != field) {
            throw new BrokenWire(
                fieldAt, "the group %d ends as the group %d".formatted(open[depth], field));
          }
        }
        default -> throw noType();
      }
    }
    field = outer;
    type = GROUP;
  }

  private BrokenWire noType() {
    int found = type;
    return new BrokenWire(fieldAt, () -> "expected a wire type, found " + found);
  }

  private void skip(long size) {
    from = at;
    to = at;
    step(size);
    to = at;
  }

  private void step(long size) {
    if (size < 0 || size > end - at) {
      int number = field;
      long left = end - at;
      throw new BrokenWire(
          fieldAt,
          () ->
              "field %d needs %s bytes, %d are left"
                  .formatted(number, Long.toUnsignedString(size), left));
    }
    at += size;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at >= end) {
        throw new BrokenWire(fieldAt, "the message ends inside a number");
      }
      long b = bytes.get(JAVA_BYTE, at++);
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        padded |= (b == 0 && shift > 0) || (shift == 63 && b > 1);
        return value;
      }
    }
    throw new BrokenWire(fieldAt, "a number is longer than ten bytes");
  }

  public int field() {
    return field;
  }

  public int type() {
    return type;
  }

  /// Where the field starts, from the start of the source.
  public long offset() {
    return fieldAt;
  }

  /// Where the next field would start.
  long end() {
    return at;
  }

  /// The value of a varint field.
  public long number() {
    return number;
  }

  /// Whether a tag, a length or a number of this field is written with more bytes or bits than it
  /// has.
  boolean padded() {
    return padded;
  }

  /// Where the content of a field that is not a varint starts.
  long from() {
    return from;
  }

  /// Where the content of a field that is not a varint ends.
  long to() {
    return to;
  }

  MemorySegment bytes() {
    return bytes;
  }

  /// The message a length-delimited field holds.
  public Wire inside() {
    return new Wire(bytes, from, to);
  }

  /// What there is of a length-delimited field that is longer than the message it stands in.
  public Wire rest() {
    return new Wire(bytes, from, end);
  }

  /// The bytes that are left of this message, at most so many, as text.
  public String all(int most) {
    int size = (int) Math.min(most, end - at);
    return new String(bytes.asSlice(at, size).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }

  /// Another walk through what is left of this message.
  public Wire copy() {
    return new Wire(bytes, at, end);
  }
}
