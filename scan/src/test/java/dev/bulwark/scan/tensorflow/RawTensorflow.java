package dev.bulwark.scan.tensorflow;

import static dev.bulwark.scan.protobuf.RawMessage.message;

import dev.bulwark.scan.protobuf.RawMessage;
import java.nio.charset.StandardCharsets;

/// The messages of TensorFlow that tests need.
public final class RawTensorflow {
  private RawTensorflow() {}

  public static RawMessage node(String name, String operator) {
    return message().text(1, name).text(2, operator);
  }

  public static RawMessage text(String value) {
    return message().text(2, value);
  }

  /// A graph of one node of each kind.
  public static RawMessage graph(String... operators) {
    RawMessage graph = message();
    for (int i = 0; i < operators.length; i++) {
      graph.put(1, node("n" + i, operators[i]));
    }
    return graph.put(4, message().number(1, 1882));
  }

  public static RawMessage function(String name, String... operators) {
    RawMessage function = message().put(1, message().text(1, name));
    for (String operator : operators) {
      function.put(3, node("n", operator));
    }
    return function;
  }

  public static RawMessage metaGraph(RawMessage graph) {
    return message().put(1, message().text(4, "serve").text(5, "2.18.0")).put(2, graph);
  }

  public static RawMessage savedModel(RawMessage metaGraph) {
    return message().number(1, 1).put(2, metaGraph);
  }

  public static RawMessage asset(String name) {
    return message().put(1, message().text(1, "t:0")).text(2, name);
  }

  /// An object graph of one object that Keras describes.
  public static RawMessage objects(String json) {
    return message().put(1, message().put(4, message().text(1, "_tf_keras_layer").text(3, json)));
  }

  /// What Keras puts beside a SavedModel.
  public static byte[] kerasMetadata(String json) {
    return message()
        .put(
            1,
            message()
                .number(2, 1)
                .text(3, "root.layer-0")
                .text(4, "_tf_keras_layer")
                .text(5, json)
                .put(6, message().number(1, 1)))
        .build();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
