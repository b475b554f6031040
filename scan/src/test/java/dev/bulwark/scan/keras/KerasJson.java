package dev.bulwark.scan.keras;

import dev.bulwark.scan.hdf5.Hdf5Files;
import dev.bulwark.testkit.RawZip;
import java.nio.charset.StandardCharsets;

/// Writes Keras configurations, as `keras.saving` of Keras 3 and `model.to_json()` of Keras 2 do.
public final class KerasJson {
  static final String DENSE =
      """
      {"module": "keras.layers", "class_name": "Dense", "config": {"name": "dense", "trainable": true,
       "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"},
        "registered_name": null}, "units": 1, "activation": "linear", "use_bias": true,
       "kernel_initializer": {"module": "keras.initializers", "class_name": "GlorotUniform",
        "config": {"seed": null}, "registered_name": null}, "kernel_regularizer": null},
       "registered_name": null, "build_config": {"input_shape": [null, 4]}}""";

  private KerasJson() {}

  /// A sequential model of one layer, saved by Keras 3.
  public static String model(String layer) {
    return """
        {"module": "keras", "class_name": "Sequential", "config": {"name": "sequential",
         "trainable": true, "layers": [{"module": "keras.layers", "class_name": "InputLayer",
         "config": {"batch_shape": [null, 4], "dtype": "float32", "name": "input_layer"},
         "registered_name": null}, %s], "build_input_shape": [null, 4]}, "registered_name": null,
         "build_config": {"input_shape": [null, 4]}, "compile_config": {"optimizer": {"module":
         "keras.optimizers", "class_name": "Adam", "config": {"name": "adam"}, "registered_name":
         null}, "loss": {"module": "builtins", "class_name": "function", "config":
         "mean_squared_error", "registered_name": "mean_squared_error"}, "metrics": null}}"""
        .formatted(layer);
  }

  public static String clean() {
    return model(DENSE);
  }

  static String layer(String module, String name, String config) {
    return "{\"module\": \"%s\", \"class_name\": \"%s\", \"config\": %s, \"registered_name\": null}"
        .formatted(module, name, config);
  }

  static String function(String module, String name) {
    return "{\"module\": \"%s\", \"class_name\": \"function\", \"config\": \"%s\", \"registered_name\": \"%s\"}"
        .formatted(module, name, name);
  }

  /// A layer that calls a function: what a Lambda of a model saved by Keras 3 looks like.
  public static String calling(String module, String name) {
    return layer(
        "keras.layers",
        "Activation",
        "{\"name\": \"a\", \"activation\": " + function(module, name) + "}");
  }

  public static String lambda() {
    return layer(
        "keras.layers",
        "Lambda",
        "{\"name\": \"l\", \"function\": {\"class_name\": \"__lambda__\", \"config\":"
            + " {\"code\": \"4wEAAAA=\", \"defaults\": null, \"closure\": null}}}");
  }

  /// A `.keras` archive.
  public static RawZip archive(String config) {
    return new RawZip()
        .stored(
            "metadata.json", utf8("{\"keras_version\": \"3.9.0\", \"date_saved\": \"2026-01-01\"}"))
        .stored("config.json", utf8(config))
        .stored("model.weights.h5", Hdf5Files.file("cycle.h5"));
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
