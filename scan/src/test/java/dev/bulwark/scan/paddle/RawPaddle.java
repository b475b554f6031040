package dev.bulwark.scan.paddle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes programs and parameters of PaddlePaddle, byte by byte.
public final class RawPaddle {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// A program of one block with these operators.
  public static byte[] program(String... operators) {
    RawPaddle block = new RawPaddle().number(1, 0).number(2, -1);
    block.field(3, new RawPaddle().text(1, "x").field(2, new byte[] {8, 7}).number(3, 1).done());
    for (String operator : operators) {
      block.field(
          4,
          new RawPaddle()
              .field(1, new RawPaddle().text(1, "X").text(2, "x").done())
              .text(3, operator)
              .field(4, new RawPaddle().text(1, "axis").number(2, 0).number(3, 1).done())
              .done());
    }
    return new RawPaddle()
        .field(1, block.done())
        .field(4, new RawPaddle().number(1, 2_006_001).done())
        .done();
  }

  /// One tensor of 32-bit numbers.
  public static byte[] tensor(int... sizes) {
    RawPaddle description = new RawPaddle().number(1, 5);
    int items = 1;
    for (int size : sizes) {
      description.number(2, size);
      items *= size;
    }
    byte[] described = description.done();
    RawPaddle tensor = new RawPaddle().little(0, 4).little(0, 8).little(0, 4);
    tensor.little(described.length, 4).bytes(described).bytes(new byte[4 * items]);
    return tensor.done();
  }

  RawPaddle little(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >> 8 * i));
    }
    return this;
  }

  RawPaddle bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  RawPaddle number(int field, long value) {
    varint(field << 3);
    return varint(value);
  }

  RawPaddle text(int field, String text) {
    return field(field, text.getBytes(StandardCharsets.US_ASCII));
  }

  RawPaddle field(int field, byte[] content) {
    varint(field << 3 | 2);
    varint(content.length);
    return bytes(content);
  }

  private RawPaddle varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  byte[] done() {
    return out.toByteArray();
  }
}
