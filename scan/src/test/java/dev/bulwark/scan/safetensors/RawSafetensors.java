package dev.bulwark.scan.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/// Writes safetensors files, right and wrong ones.
public final class RawSafetensors {
  private RawSafetensors() {}

  /// Whatever header, and whatever length it claims.
  public static byte[] of(long headerSize, String header, byte[] data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(headerSize)
        .put(json)
        .put(data)
        .array();
  }

  public static byte[] of(String header, int dataSize) {
    byte[] data = new byte[dataSize];
    for (int i = 0; i < dataSize; i++) {
      data[i] = (byte) (i * 31);
    }
    return of(header.getBytes(StandardCharsets.UTF_8).length, header, data);
  }

  /// `count` tensors of four floats each, as the reference library writes them.
  public static byte[] floats(int count) {
    StringJoiner header = new StringJoiner(",", "{", "}");
    header.add("\"__metadata__\":{\"format\":\"pt\"}");
    for (int i = 0; i < count; i++) {
      header.add(tensor("layer." + i, "F32", "[2,2]", 16L * i, 16L * i + 16));
    }
    String text = header.toString();
    return of(text + " ".repeat(Math.floorMod(-text.length(), 8)), 16 * count);
  }

  public static String tensor(String name, String dtype, String shape, long begin, long end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(name, dtype, shape, begin, end);
  }
}
