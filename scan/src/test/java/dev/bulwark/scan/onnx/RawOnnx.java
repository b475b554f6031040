package dev.bulwark.scan.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes protobuf messages field by field, and the ONNX messages tests need.
public final class RawOnnx {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public static RawOnnx message() {
    return new RawOnnx();
  }

  public RawOnnx number(int field, long value) {
    varint((long) field << 3);
    varint(value);
    return this;
  }

  public RawOnnx bytes(int field, byte[] value) {
    varint((long) field << 3 | 2);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  public RawOnnx text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  public RawOnnx put(int field, RawOnnx value) {
    return bytes(field, value.build());
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

  /// A model around one graph, with what an exporter writes before and after it.
  public static RawOnnx model(RawOnnx graph) {
    return message()
        .number(1, 10)
        .text(2, "bulwark")
        .text(3, "1.0")
        .put(7, graph)
        .put(8, message().text(1, "").number(2, 21));
  }

  public static RawOnnx node(String domain, String type) {
    RawOnnx node = message().text(1, "x").text(2, "y").text(4, type);
    return domain.isEmpty() ? node : node.text(7, domain);
  }

  public static RawOnnx tensor(String name) {
    byte[] raw = new byte[64];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) (37 * i);
    }
    return message().bytes(1, new byte[] {4, 4}).number(2, 1).text(8, name).bytes(9, raw);
  }

  public static RawOnnx externalTensor(String location) {
    return message()
        .number(1, 4)
        .number(2, 1)
        .text(8, "w")
        .put(13, entry("location", location))
        .put(13, entry("offset", "0"))
        .number(14, 1);
  }

  public static RawOnnx entry(String key, String value) {
    return message().text(1, key).text(2, value);
  }

  /// A linear layer.
  public static byte[] linear() {
    return model(
            message()
                .put(1, node("", "Gemm"))
                .put(1, node("ai.onnx.ml", "ZipMap"))
                .text(2, "credit")
                .put(5, tensor("weights"))
                .put(11, message().text(1, "x"))
                .put(12, message().text(1, "y")))
        .build();
  }
}
