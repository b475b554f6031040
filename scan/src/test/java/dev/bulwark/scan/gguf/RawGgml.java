package dev.bulwark.scan.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes what llama.cpp's converters wrote before GGUF.
public final class RawGgml {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final boolean aligned;

  RawGgml(String magic, int... numbers) {
    aligned = magic.equals("tjgg") || magic.equals("algg");
    out.writeBytes(magic.getBytes(StandardCharsets.ISO_8859_1));
    ints(numbers);
  }

  RawGgml ints(int... numbers) {
    for (int number : numbers) {
      for (int shift = 0; shift < 32; shift += 8) {
        out.write(number >>> shift);
      }
    }
    return this;
  }

  RawGgml token(String text, boolean scored) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ints(bytes.length);
    out.writeBytes(bytes);
    return scored ? ints(Float.floatToIntBits(-1.5f)) : this;
  }

  RawGgml tensor(String name, int type, int size, int... shape) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    ints(shape.length, bytes.length, type).ints(shape);
    out.writeBytes(bytes);
    while (aligned && out.size() % 32 != 0) {
      out.write(0);
    }
    byte[] data = new byte[size];
    Arrays.fill(data, (byte) 0x5a);
    out.writeBytes(data);
    return this;
  }

  byte[] build() {
    return out.toByteArray();
  }

  static RawGgml llama(String magic, int... version) {
    boolean scored = !magic.equals("lmgg");
    return new RawGgml(magic, version)
        .ints(2, 32, 256, 4, 1, 8, 1)
        .token("<s>", scored)
        .token("é", scored);
  }

  /// A model of two tensors.
  public static byte[] ggjt3() {
    return llama("tjgg", 3).tensor("a", 2, 36, 32, 2).tensor("norm", 0, 128, 32).build();
  }
}
