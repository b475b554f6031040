package dev.bulwark.scan.protobuf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes a protobuf message field by field, and what no library would write.
public final class RawMessage {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public static RawMessage message() {
    return new RawMessage();
  }

  public RawMessage number(int field, long value) {
    varint((long) field << 3);
    varint(value);
    return this;
  }

  public RawMessage fixed32(int field, int value) {
    varint((long) field << 3 | 5);
    for (int i = 0; i < 4; i++) {
      out.write(value >>> (8 * i));
    }
    return this;
  }

  public RawMessage fixed64(int field, long value) {
    varint((long) field << 3 | 1);
    for (int i = 0; i < 8; i++) {
      out.write((int) (value >>> (8 * i)));
    }
    return this;
  }

  public RawMessage bytes(int field, byte[] value) {
    varint((long) field << 3 | 2);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  public RawMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  public RawMessage put(int field, RawMessage value) {
    return bytes(field, value.build());
  }

  /// A group around what another message holds.
  public RawMessage group(int field, RawMessage value) {
    varint((long) field << 3 | 3);
    out.writeBytes(value.build());
    varint((long) field << 3 | 4);
    return this;
  }

  /// Bytes as they are.
  public RawMessage raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  /// An entry of a map from text to messages.
  public RawMessage entry(int field, String key, RawMessage value) {
    return put(field, message().text(1, key).put(2, value));
  }

  public byte[] build() {
    return out.toByteArray();
  }

  private void varint(long value) {
    while ((value & ~0x7fL) != 0) {
      out.write((int) (value & 0x7f | 0x80));
      value >>>= 7;
    }
    out.write((int) value);
  }
}
