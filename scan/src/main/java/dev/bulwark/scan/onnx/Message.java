package dev.bulwark.scan.onnx;

/// The messages of `onnx.proto` that are walked, with the wire type of each field they have.
///
/// `s` is length-delimited (text, bytes or a message), `n` a varint, `f` a fixed32; `N`, `F` and
/// `D` are repeated numbers, which may be packed or not.
enum Message {
  MODEL("1n 2s 3s 4s 5n 6s 7s 8s 14s 20s 25s 26s 30s"),
  GRAPH("1s 2s 5s 10s 11s 12s 13s 14s 15s 16s"),
  NODE("1s 2s 3s 4s 5s 6s 7s 8s 9s 10s"),
  ATTRIBUTE("1s 2f 3n 4s 5s 6s 7F 8N 9s 10s 11s 13s 14s 15s 20n 21s 22s 23s"),
  TENSOR("1N 2n 3s 4F 5N 6s 7N 8s 9s 10D 11N 12s 13s 14n 16s"),
  SPARSE("1s 2s 3N"),
  TRAINING("1s 2s 3s 4s"),
  FUNCTION("1s 2n 3n 4s 5s 6s 7s 8s 9s 10s 11s 12s 13s 14s"),
  ENTRY("1s 2s");

  private static final int FIELDS = 32;

  /// The kind of field `n` at index `n`.
  private final String kinds;

  Message(String schema) {
    StringBuilder byNumber = new StringBuilder("-".repeat(FIELDS));
    int number = 0;
    for (int i = 0; i < schema.length(); i++) {
      char c = schema.charAt(i);
      if (c >= '0' && c <= '9') {
        number = 10 * number + c - '0';
      } else if (c != ' ') {
        byNumber.setCharAt(number, c);
        number = 0;
      }
    }
    this.kinds = byNumber.toString();
  }

  /// Whether the message has such a field with such a wire type; parsers skip what it has not.
  boolean has(int field, int wireType) {
    return switch (field < FIELDS ? kinds.charAt(field) : '-') {
      case 's' -> wireType == Wire.LENGTH;
      case 'n' -> wireType == Wire.VARINT;
      case 'f' -> wireType == Wire.FIXED32;
      case 'N' -> wireType == Wire.VARINT || wireType == Wire.LENGTH;
      case 'F' -> wireType == Wire.FIXED32 || wireType == Wire.LENGTH;
      case 'D' -> wireType == Wire.FIXED64 || wireType == Wire.LENGTH;
      default -> false;
    };
  }
}
