package dev.bulwark.examples;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Floats as model files store them.
final class LittleEndian {
  private LittleEndian() {}

  static byte[] floats(List<Float> values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return buffer.array();
  }
}
