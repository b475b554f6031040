package dev.bulwark.scan.config;

import static dev.bulwark.kernel.check.Severity.HIGH;

import dev.bulwark.scan.config.HuggingFaceChecks.Sight;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonTree.Named;
import dev.bulwark.scan.json.JsonView;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds functions that hydra, MONAI or a project's own `instantiate_from_config` would call.
final class Targets {
  /// MONAI evaluates texts that begin with a dollar sign.
  private static final Pattern EXPRESSION =
      Pattern.compile(
          "__\\w+__|\\b(?:eval|exec|open|compile|system|popen|getattr)\\s*\\(|\\b(?:os|subprocess"
              + "|sys|shutil|socket|builtins|importlib|pickle)\\b");

  private Targets() {}

  static Stream<Sight> in(JsonView view) {
    boolean instantiated = view.walk().anyMatch(named -> named.name().equals("_target_"));
    return view.walk().flatMap(named -> of(named, instantiated));
  }

  private static Stream<Sight> of(Named named, boolean instantiated) {
    return switch (named.value()) {
      case JsonTree.Text text when named.name().equals("_target_") -> Stream.of(target(text));
      case JsonTree.Text text when instantiated && isExpression(text.value()) ->
          Stream.of(
              new Sight(
                  HIGH, text.at(), "An expression here reaches the system when it is evaluated."));
      case JsonTree.Obj object when object.has("target") && object.has("params") ->
          object.all("target").stream()
              .filter(JsonTree.Text.class::isInstance)
              .map(JsonTree.Text.class::cast)
              .filter(text -> text.value().contains("."))
              .map(Targets::target);
      default -> Stream.empty();
    };
  }

  private static boolean isExpression(String text) {
    return text.startsWith("$") && text.length() < 10_000 && EXPRESSION.matcher(text).find();
  }

  private static Sight target(JsonTree.Text text) {
    return new Sight(
        HuggingFaceChecks.ofName(PythonNames.of(text.value())),
        text.at(),
        "Whoever instantiates this calls %s.".formatted(Sight.quoted(text.value())));
  }
}
