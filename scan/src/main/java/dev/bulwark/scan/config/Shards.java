package dev.bulwark.scan.config;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.scan.config.HuggingFaceChecks.Sight;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonView;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// Finds file names in an index of shards, or of modules, that lead somewhere else.
final class Shards {
  private Shards() {}

  static Stream<Sight> in(JsonView view) {
    String file = view.source().place().path().getLast().toLowerCase(Locale.ROOT);
    boolean safe = file.contains("safetensors");
    Set<String> seen = new HashSet<>();
    return Stream.concat(
        view.walk()
            .filter(named -> named.name().equals("weight_map"))
            .flatMap(named -> HuggingFaceChecks.texts(named.value()))
            .filter(text -> seen.add(text.value()))
            .flatMap(text -> shard(text, safe)),
        view.documents().stream().flatMap(Shards::modules));
  }

  private static Stream<Sight> shard(JsonTree.Text text, boolean safe) {
    if (leaves(text.value())) {
      return Stream.of(
          new Sight(
              HIGH,
              text.at(),
              "The shard %s is outside of the model's folder."
                  .formatted(Sight.quoted(text.value()))));
    }
    return safe && !text.value().toLowerCase(Locale.ROOT).endsWith(".safetensors")
        ? Stream.of(
            new Sight(
                MEDIUM,
                text.at(),
                "An index of safetensors names %s, which is none."
                    .formatted(Sight.quoted(text.value()))))
        : Stream.empty();
  }

  private static Stream<Sight> modules(JsonTree document) {
    if (!(document instanceof JsonTree.Arr(long _, List<JsonTree> items))) {
      return Stream.empty();
    }
    return items.stream()
        .filter(item -> item instanceof JsonTree.Obj object && object.has("idx"))
        .flatMap(item -> ((JsonTree.Obj) item).all("path").stream())
        .flatMap(HuggingFaceChecks::texts)
        .filter(text -> leaves(text.value()))
        .map(
            text ->
                new Sight(
                    HIGH,
                    text.at(),
                    "The module %s is outside of the model's folder."
                        .formatted(Sight.quoted(text.value()))));
  }

  private static boolean leaves(String path) {
    return path.startsWith("/")
        || path.startsWith("~")
        || path.contains("\\")
        || path.contains(":")
        || path.indexOf('\0') >= 0
        || List.of(path.split("/", -1)).contains("..");
  }
}
