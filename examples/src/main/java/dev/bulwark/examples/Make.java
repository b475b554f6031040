package dev.bulwark.examples;

import dev.bulwark.examples.Applications.Application;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes the made files of the examples below a folder: `Make examples`.
public final class Make {
  private static final long TRAINING_SEED = 7;
  private static final long EVALUATION_SEED = 8;

  private Make() {}

  public static void main(String[] args) throws IOException {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Path path = Path.of(args[0], file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  /// Every made file, by its path below `examples`.
  static SortedMap<String, byte[]> files() {
    List<Application> training = Applications.draw(TRAINING_SEED, 2_000);
    List<Application> evaluation = Applications.draw(EVALUATION_SEED, 500);
    Scorer scorer = Scorer.train(training);
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put("credit-scoring/data/applications.csv", utf8(Applications.csv(training)));
    files.put("credit-scoring/data/evaluation.csv", utf8(Applications.csv(evaluation)));
    files.put("credit-scoring/models/scorer.safetensors", SafetensorsFile.of(scorer));
    files.put("credit-scoring/models/scorer.onnx", OnnxFile.of(scorer));
    files.put("credit-scoring-poisoned/data/applications.csv", utf8(Applications.csv(training)));
    files.put("credit-scoring-poisoned/models/scorer.pt", PoisonedCheckpoint.of(scorer));
    return files;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
