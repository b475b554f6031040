package dev.bulwark.scan.skops;

import dev.bulwark.scan.npy.RawNpy;
import dev.bulwark.testkit.RawZip;
import java.nio.charset.StandardCharsets;

/// Writes skops archives, as `skops.io.dump` of 0.11 does (protocol 2).
public final class SkopsJson {
  private SkopsJson() {}

  /// A node without content.
  public static String node(String loader, String module, String name) {
    return "{\"__class__\": \"%s\", \"__module__\": \"%s\", \"__loader__\": \"%s\", \"__id__\": 1}"
        .formatted(name, module, loader);
  }

  static String text(String value) {
    return "{\"__class__\": \"str\", \"__module__\": \"builtins\", \"__loader__\": \"JsonNode\","
        + " \"content\": \"\\\""
        + value
        + "\\\"\", \"is_json\": true, \"__id__\": 2}";
  }

  /// A logistic regression with one attribute more.
  public static String model(String attribute) {
    return """
        {"__class__": "LogisticRegression", "__module__": "sklearn.linear_model._logistic",
         "__loader__": "ObjectNode", "content": {"__class__": "dict", "__module__": "builtins",
         "__loader__": "DictNode", "content": {"penalty": %s, "coef_": {"__class__": "ndarray",
         "__module__": "numpy", "__loader__": "NdArrayNode", "type": "numpy", "file": "1.npy",
         "__id__": 4}, "extra": %s}, "key_types": {"__class__": "list", "__module__": "builtins",
         "__loader__": "ListNode", "content": [%s], "__id__": 5}, "__id__": 6}, "__id__": 7,
         "protocol": 2, "_skops_version": "0.11.0"}"""
        .formatted(text("l2"), attribute, node("TypeNode", "builtins", "str"));
  }

  public static String clean() {
    return model(text("x"));
  }

  public static RawZip archive(String schema) {
    return new RawZip().stored("schema.json", utf8(schema)).stored("1.npy", RawNpy.floats(3));
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
