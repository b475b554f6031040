package dev.bulwark.scan.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes GGUF files, right and wrong ones.
public final class RawGguf {
  private final int version;
  private final ByteOrder order;
  private final ByteArrayOutputStream keys = new ByteArrayOutputStream();
  private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
  private long keyCount;
  private long tensorCount;
  private byte[] data = new byte[0];

  public RawGguf() {
    this(3, ByteOrder.LITTLE_ENDIAN);
  }

  public RawGguf(int version, ByteOrder order) {
    this.version = version;
    this.order = order;
  }

  /// Three keys and two tensors, as converters write them.
  public static RawGguf model() {
    return new RawGguf()
        .text("general.architecture", "llama")
        .number("general.alignment", 32)
        .texts("tokenizer.ggml.tokens", "<s>", "a")
        .tensor("a", 0, 0, 4)
        .tensor("b", 2, 32, 64, 2)
        .data(32 + 72);
  }

  private void number(ByteArrayOutputStream out, long value, int bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(8).order(order);
    switch (bytes) {
      case 4 -> buffer.putInt((int) value);
      default -> buffer.putLong(value);
    }
    out.write(buffer.array(), 0, bytes);
  }

  private void count(ByteArrayOutputStream out, long value) {
    number(out, value, version == 1 ? 4 : 8);
  }

  private void string(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    count(out, bytes.length);
    out.writeBytes(bytes);
  }

  private void key(String name, int type) {
    keyCount++;
    string(keys, name);
    number(keys, type, 4);
  }

  public RawGguf text(String name, String value) {
    key(name, 8);
    string(keys, value);
    return this;
  }

  public RawGguf texts(String name, String... values) {
    key(name, 9);
    number(keys, 8, 4);
    count(keys, values.length);
    for (String value : values) {
      string(keys, value);
    }
    return this;
  }

  public RawGguf number(String name, long value) {
    key(name, 4);
    number(keys, value, 4);
    return this;
  }

  /// A key with whatever type and bytes.
  public RawGguf raw(String name, int type, int... bytes) {
    key(name, type);
    for (int b : bytes) {
      keys.write(b);
    }
    return this;
  }

  public RawGguf tensor(String name, int type, long offset, long... dimensions) {
    tensorCount++;
    string(tensors, name);
    number(tensors, dimensions.length, 4);
    for (long dimension : dimensions) {
      count(tensors, dimension);
    }
    number(tensors, type, 4);
    number(tensors, offset, 8);
    return this;
  }

  public RawGguf counts(long tensorsClaimed, long keysClaimed) {
    tensorCount = tensorsClaimed;
    keyCount = keysClaimed;
    return this;
  }

  public RawGguf data(int size) {
    data = new byte[size];
    return this;
  }

  public byte[] build() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
    number(out, version, 4);
    count(out, tensorCount);
    count(out, keyCount);
    out.writeBytes(keys.toByteArray());
    out.writeBytes(tensors.toByteArray());
    while (data.length > 0 && out.size() % 32 != 0) {
      out.write(0);
    }
    out.writeBytes(data);
    return out.toByteArray();
  }
}
