package dev.bulwark.scan.protobuf;

import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static dev.bulwark.kernel.check.Severity.NOTE;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Walks the fields that one message has by its schema, and notes everything else.
///
/// Usage: `while (fields.next()) switch (fields.number()) … default -> fields.check()`. A message
/// the caller does not look into is given to {@link #check}, so that nothing in it goes unnoticed.
public final class Fields {
  /// Longer text is cut, and told.
  public static final int MAX_TEXT = 4096;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Schema.Message message;
  private final Wire wire;
  private final Notes notes;
  private final int depth;
  private long seen;
  private @Nullable BitSet seenHigh;

  private Fields(Schema.Message message, Wire wire, Notes notes, int depth) {
    this.message = message;
    this.wire = wire;
    this.notes = notes;
    this.depth = depth;
  }

  /// The fields of the message that all of the bytes are.
  public static Fields of(MemorySegment bytes, Schema.Message message, Notes notes) {
    return new Fields(message, new Wire(bytes, 0, bytes.byteSize()), notes, 0);
  }

  /// Goes to the next field the message has; others are noted and passed over, as parsers do.
  ///
  /// @return false at the end of the message
  /// @throws BrokenWire where the bytes are not protobuf
  /// @throws Budget.OverLimit when the budget is gone
  public boolean next() {
    while (wire.next()) {
      if (wire.type() == Wire.LENGTH) {
        notes.budget().entry();
      } else {
        notes.budget().tick();
      }
      if (wire.padded()) {
        notes.odd(
            wire.offset(),
            NOTE,
            "a number of the field %d of %s is written longer than it is"
                .formatted(wire.field(), message.name()));
      }
      if (message.has(wire.field(), wire.type())) {
        known();
        return true;
      }
      unknown();
    }
    return false;
  }

  private void known() {
    int field = wire.field();
    if (message.isRepeated(field)) {
      packed();
    } else if (isSecond(field)) {
      notes.odd(
          wire.offset(),
          MEDIUM,
          message.kind(field) == '@'
              ? "the field %d of %s occurs twice, and parsers merge the two"
                  .formatted(field, message.name())
              : "the field %d of %s occurs twice, and parsers take the last"
                  .formatted(field, message.name()));
    }
  }

  private boolean isSecond(int field) {
    if (field < Long.SIZE) {
      boolean again = (seen & 1L << field) != 0;
      seen |= 1L << field;
      return again;
    }
    if (seenHigh == null) {
      seenHigh = new BitSet();
    }
    boolean again = seenHigh.get(field);
    seenHigh.set(field);
    return again;
  }

  /// A packed run must end where its last number ends.
  private void packed() {
    if (wire.type() != Wire.LENGTH) {
      return;
    }
    boolean whole =
        switch (message.kind(wire.field())) {
          case 'n' -> size() == 0 || wire.bytes().get(JAVA_BYTE, wire.to() - 1) >= 0;
          case 'f' -> size() % 4 == 0;
          case 'd' -> size() % 8 == 0;
          default -> true;
        };
    if (!whole) {
      throw new BrokenWire(
          wire.offset(),
          "the numbers of the field %d of %s end inside one"
              .formatted(wire.field(), message.name()));
    }
  }

  private void unknown() {
    notes.unknown(wire.end() - wire.offset());
    notes.odd(
        wire.offset(),
        MEDIUM,
        message.names(wire.field())
            ? "the field %d of %s has the wire type %d, which it does not have in the format"
                .formatted(wire.field(), message.name(), wire.type())
            : "a %s has the field %d, which the format does not have"
                .formatted(message.name(), wire.field()));
  }

  /// The name of the message these are the fields of.
  public String message() {
    return message.name();
  }

  /// Whether this field holds a message of the schema.
  public boolean isMessage() {
    return message.message(wire.field()) != null;
  }

  /// The field's number in the schema.
  public int number() {
    return wire.field();
  }

  /// Where the field starts, from the start of the source.
  public long offset() {
    return wire.offset();
  }

  /// The value of a varint field that is not packed.
  public long value() {
    return wire.number();
  }

  /// The four bytes of a fixed field, as an unsigned number.
  public long fixed32() {
    return Integer.toUnsignedLong(wire.bytes().get(INT, wire.from()));
  }

  /// How many bytes a length-delimited field holds.
  public long size() {
    return wire.to() - wire.from();
  }

  /// Where the content of a length-delimited field starts.
  public long start() {
    return wire.from();
  }

  /// The text a length-delimited field holds. Longer than {@link #MAX_TEXT} bytes, it is cut and
  /// noted; malformed UTF-8 becomes U+FFFD.
  public String text() {
    if (size() > MAX_TEXT) {
      notes.odd(
          wire.offset(),
          MEDIUM,
          "the field %d of %s, a name, has %d bytes"
              .formatted(wire.field(), message.name(), size()));
    }
    int size = (int) Math.min(MAX_TEXT, size());
    return new String(
        wire.bytes().asSlice(wire.from(), size).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }

  /// What a length-delimited field holds, without copying.
  public MemorySegment bytes() {
    return wire.bytes().asSlice(wire.from(), size());
  }

  /// The fields of the message this field holds.
  ///
  /// @throws Budget.OverLimit when messages nest deeper than parsers follow
  public Fields inside() {
    Schema.Message target = message.message(wire.field());
    if (target == null) {
      throw new IllegalStateException(
          "the field %d of %s is no message".formatted(wire.field(), message.name()));
    }
    if (depth + 1 >= Wire.MAX_DEPTH) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT, "messages nest deeper than " + Wire.MAX_DEPTH + " levels");
    }
    return new Fields(target, wire.inside(), notes, depth + 1);
  }

  /// Goes through what this field holds, if it is a message, for what is odd in it.
  public void check() {
    if (isMessage()) {
      Fields inside = inside();
      while (inside.next()) {
        inside.check();
      }
    }
  }
}
