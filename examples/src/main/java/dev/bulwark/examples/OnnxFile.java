package dev.bulwark.examples;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes a scorer as an ONNX model: `Sub`, `Div`, `Gemm`, `Sigmoid`, in protocol buffers by hand
/// (onnx.proto, IR version 8, operator set 13).
final class OnnxFile {
  private static final int FLOAT = 1;

  private OnnxFile() {}

  static byte[] of(Scorer scorer) {
    int width = scorer.weight().size();
    Message graph =
        new Message()
            .add(1, node("Sub", "features", "mean", "centred"))
            .add(1, node("Div", "centred", "scale", "standard"))
            .add(1, gemm())
            .add(1, node("Sigmoid", "logit", "repaid"))
            .add(2, "credit-scorer")
            .add(5, tensor("mean", List.of(width), scorer.mean()))
            .add(5, tensor("scale", List.of(width), scorer.scale()))
            .add(5, tensor("weight", List.of(width, 1), scorer.weight()))
            .add(5, tensor("bias", List.of(1), List.of(scorer.bias())))
            .add(11, value("features", width))
            .add(12, value("repaid", 1));
    return new Message()
        .add(1, 8)
        .add(2, "bulwark-examples")
        .add(7, graph)
        .add(8, new Message().add(1, "").add(2, 13))
        .bytes();
  }

  private static Message gemm() {
    return new Message()
        .add(1, "standard")
        .add(1, "weight")
        .add(1, "bias")
        .add(2, "logit")
        .add(4, "Gemm");
  }

  private static Message node(String operator, String input, String output) {
    return new Message().add(1, input).add(2, output).add(4, operator);
  }

  private static Message node(String operator, String left, String right, String output) {
    return new Message().add(1, left).add(1, right).add(2, output).add(4, operator);
  }

  private static Message tensor(String name, List<Integer> shape, List<Float> values) {
    Message tensor = new Message();
    shape.forEach(size -> tensor.add(1, size));
    return tensor.add(2, FLOAT).add(8, name).add(9, LittleEndian.floats(values));
  }

  /// A float tensor of any number of rows.
  private static Message value(String name, int columns) {
    Message shape =
        new Message().add(1, new Message().add(2, "rows")).add(1, new Message().add(1, columns));
    return new Message()
        .add(1, name)
        .add(2, new Message().add(1, new Message().add(1, FLOAT).add(2, shape)));
  }

  /// A protocol buffers message under construction.
  private static final class Message {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message add(int field, long value) {
      varint(((long) field << 3) | VARINT);
      varint(value);
      return this;
    }

    Message add(int field, byte[] bytes) {
      varint(((long) field << 3) | LENGTH_DELIMITED);
      varint(bytes.length);
      out.writeBytes(bytes);
      return this;
    }

    Message add(int field, String text) {
      return add(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Message add(int field, Message message) {
      return add(field, message.bytes());
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}
