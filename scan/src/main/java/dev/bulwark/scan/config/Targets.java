package dev.bulwark.scan.config;

import static dev.bulwark.kernel.check.Severity.HIGH;

import dev.bulwark.scan.config.HuggingFaceChecks.Sight;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonTree.Named;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.scan.pickle.PicklePolicy;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds functions that hydra, MONAI, LightningCLI or a project's own `instantiate_from_config`
/// would call.
///
/// @param policy says which names models need, and which do harm
record Targets(PicklePolicy policy) {
  /// MONAI evaluates texts that begin with a dollar sign.
  private static final Pattern EXPRESSION =
      Pattern.compile(
          "__\\w+__|\\b(?:eval|exec|open|compile|system|popen|getattr)\\s*\\(|\\b(?:os|subprocess"
              + "|sys|shutil|socket|builtins|importlib|pickle)\\b");

  Stream<Sight> in(JsonView view) {
    boolean instantiated = view.walk().anyMatch(named -> named.name().equals("_target_"));
    return view.walk().flatMap(named -> of(named, instantiated));
  }

  private Stream<Sight> of(Named named, boolean instantiated) {
    return switch (named.value()) {
      case JsonTree.Text text when named.name().equals("_target_") -> Stream.of(target(text));
      case JsonTree.Text text when instantiated && isExpression(text.value()) ->
          Stream.of(
              new Sight(
                  HIGH, text.at(), "An expression here reaches the system when it is evaluated."));
      case JsonTree.Obj object when object.has("target") && object.has("params") ->
          texts(object, "target");
      case JsonTree.Obj object when object.has("class_path") && object.has("init_args") ->
          texts(object, "class_path");
      default -> Stream.empty();
    };
  }

  private Stream<Sight> texts(JsonTree.Obj object, String name) {
    return object.all(name).stream()
        .filter(JsonTree.Text.class::isInstance)
        .map(JsonTree.Text.class::cast)
        .filter(text -> text.value().contains("."))
        .map(this::target);
  }

  private static boolean isExpression(String text) {
    return text.startsWith("$") && text.length() < 10_000 && EXPRESSION.matcher(text).find();
  }

  private Sight target(JsonTree.Text text) {
    return new Sight(
        HuggingFaceChecks.ofName(PythonNames.of(text.value(), policy)),
        text.at(),
        "Whoever instantiates this calls %s.".formatted(Sight.quoted(text.value())));
  }
}
