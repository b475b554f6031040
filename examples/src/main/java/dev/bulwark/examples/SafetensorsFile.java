package dev.bulwark.examples;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes a scorer as safetensors: eight bytes of header length, a JSON header, the tensors end to
/// end.
final class SafetensorsFile {
  private SafetensorsFile() {}

  static byte[] of(Scorer scorer) {
    StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
    ByteArrayOutputStream tensors = new ByteArrayOutputStream();
    add(header, tensors, "mean", scorer.mean());
    add(header, tensors, "scale", scorer.scale());
    add(header, tensors, "weight", scorer.weight());
    add(header, tensors, "bias", List.of(scorer.bias()));
    header.append('}');
    while (header.length() % 8 != 0) {
      header.append(' ');
    }
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + tensors.size())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .put(tensors.toByteArray())
        .array();
  }

  private static void add(
      StringBuilder header, ByteArrayOutputStream tensors, String name, List<Float> values) {
    int start = tensors.size();
    tensors.writeBytes(LittleEndian.floats(values));
    header.append(
        ",\"%s\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
            .formatted(name, values.size(), start, tensors.size()));
  }
}
