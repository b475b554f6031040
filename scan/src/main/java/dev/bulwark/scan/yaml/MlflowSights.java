package dev.bulwark.scan.yaml;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.scan.config.PythonNames;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonTree.Named;
import dev.bulwark.scan.pickle.PicklePolicy;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Finds what an `MLmodel` makes MLflow import, run and open. Keys count wherever they stand:
/// aliases and merges move them.
record MlflowSights(PicklePolicy policy) {
  private static final Set<String> PATHS =
      Set.of(
          "artifact_path",
          "cloudpickle_path",
          "code",
          "conda",
          "config",
          "data",
          "env",
          "model_binary",
          "model_code_path",
          "model_data",
          "model_path",
          "path",
          "pickled_model",
          "pipeline_model",
          "python_env",
          "python_model",
          "saved_model_dir",
          "state_dict",
          "virtualenv");

  Stream<Sight> in(YamlView view) {
    return isModel(view) ? view.json().walk().flatMap(this::of) : Stream.empty();
  }

  private static boolean isModel(YamlView view) {
    return view.fileName().equals("MLmodel")
        || view.json()
            .walk()
            .anyMatch(
                named -> named.name().equals("flavors") && named.value() instanceof JsonTree.Obj);
  }

  private Stream<Sight> of(Named named) {
    if (!(named.value() instanceof JsonTree.Text(long at, String text)) || text.isEmpty()) {
      return Stream.empty();
    }
    return switch (named.name()) {
      case "loader_module" -> loader(at, text);
      case "model_code_path" ->
          Stream.concat(
              Stream.of(
                  new Sight(
                      HIGH, at, "Loading runs the Python file %s.".formatted(Sight.quoted(text)))),
              path(named.name(), at, text));
      case "code" ->
          Stream.concat(
              Stream.of(
                  new Sight(
                      MEDIUM,
                      at,
                      "Loading lets Python import modules from %s.".formatted(Sight.quoted(text)))),
              path(named.name(), at, text));
      default -> PATHS.contains(named.name()) ? path(named.name(), at, text) : Stream.empty();
    };
  }

  private Stream<Sight> loader(long at, String module) {
    if (module.startsWith("mlflow.") && module.matches("[a-z_0-9.]+")) {
      return Stream.empty();
    }
    boolean powerful =
        PythonNames.of(module, policy) == PythonNames.Kind.POWERFUL
            || policy.denied(module, "").isPresent();
    return Stream.of(
        new Sight(
            powerful ? CRITICAL : HIGH,
            at,
            "Loading imports the module %s and calls its _load_pyfunc."
                .formatted(Sight.quoted(module))));
  }

  private static Stream<Sight> path(String key, long at, String path) {
    return leaves(path)
        ? Stream.of(
            new Sight(
                HIGH,
                at,
                "%s leads out of the model's folder, to %s.".formatted(key, Sight.quoted(path))))
        : Stream.empty();
  }

  /// Whether a path, or an address in its place, is outside of the folder it stands in.
  static boolean leaves(String path) {
    return path.startsWith("/")
        || path.startsWith("~")
        || path.startsWith("\\")
        || path.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")
        || List.of(path.split("[/\\\\]", -1)).contains("..");
  }
}
