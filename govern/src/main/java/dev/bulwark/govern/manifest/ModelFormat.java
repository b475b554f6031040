package dev.bulwark.govern.manifest;

import java.util.List;
import java.util.Set;

/// The model format that some bytes show.
///
/// @param word the worst reading of them, a value of the fact `format`
/// @param possible every value of `format` that these bytes may truthfully be called
public record ModelFormat(String word, Set<String> possible) {
  public static final ModelFormat SAFETENSORS = only("safetensors");
  public static final ModelFormat GGUF = only("gguf");
  public static final ModelFormat ONNX = only("onnx");
  public static final ModelFormat TFLITE = only("tflite");
  public static final ModelFormat SAVED_MODEL = only("saved-model");
  public static final ModelFormat JSON = only("json");
  public static final ModelFormat PICKLE =
      new ModelFormat("pickle", Set.of("pickle", "joblib", "pt"));
  public static final ModelFormat JOBLIB = new ModelFormat("joblib", Set.of("joblib", "pickle"));
  public static final ModelFormat TORCH = new ModelFormat("pt", Set.of("pt", "torchscript"));
  public static final ModelFormat KERAS =
      new ModelFormat("keras-lambda", Set.of("keras-lambda", "keras"));
  public static final ModelFormat ZIP =
      new ModelFormat("unknown", Set.of("pt", "torchscript", "keras", "keras-lambda", "unknown"));

  /// From the most to the least dangerous to load.
  private static final List<String> WORST_FIRST =
      List.of(
          "pickle",
          "joblib",
          "pt",
          "keras-lambda",
          "unknown",
          "saved-model",
          "onnx",
          "tflite",
          "gguf",
          "json",
          "safetensors");

  public ModelFormat {
    possible = Set.copyOf(possible);
  }

  private static ModelFormat only(String word) {
    return new ModelFormat(word, Set.of(word));
  }

  /// How dangerous it is to load, 0 the worst.
  int rank() {
    return WORST_FIRST.indexOf(word);
  }
}
