package dev.bulwark.scan.onnx;

import static dev.bulwark.scan.protobuf.RawMessage.message;

import dev.bulwark.scan.protobuf.RawMessage;

/// The ONNX messages tests need.
public final class RawOnnx {
  private RawOnnx() {}

  /// A model around one graph, with what an exporter writes before and after it.
  public static RawMessage model(RawMessage graph) {
    return message()
        .number(1, 10)
        .text(2, "bulwark")
        .text(3, "1.0")
        .put(7, graph)
        .put(8, message().text(1, "").number(2, 21));
  }

  public static RawMessage node(String domain, String type) {
    RawMessage node = message().text(1, "x").text(2, "y").text(4, type);
    return domain.isEmpty() ? node : node.text(7, domain);
  }

  public static RawMessage tensor(String name) {
    byte[] raw = new byte[64];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) (37 * i);
    }
    return message().bytes(1, new byte[] {4, 4}).number(2, 1).text(8, name).bytes(9, raw);
  }

  public static RawMessage externalTensor(String location) {
    return message()
        .number(1, 4)
        .number(2, 1)
        .text(8, "w")
        .put(13, entry("location", location))
        .put(13, entry("offset", "0"))
        .number(14, 1);
  }

  public static RawMessage entry(String key, String value) {
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
