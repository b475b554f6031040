package dev.bulwark.scan.yaml;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.config.PythonNames;
import dev.bulwark.scan.pickle.PicklePolicy;
import dev.bulwark.scan.yaml.LanguageTag.Deed;
import java.util.Optional;
import java.util.stream.Stream;

/// Judges tags of languages by what a loader that makes objects would do.
record TagSights(YamlNames names, PicklePolicy policy) {

  Stream<Sight> in(YamlView view) {
    boolean calls = view.tags().stream().anyMatch(use -> use.tag().deed() == Deed.CALLS);
    return view.tags().stream().map(use -> sight(use, calls));
  }

  private Sight sight(TagUse use, boolean calls) {
    LanguageTag tag = use.tag();
    String verb =
        switch (tag.deed()) {
          case CALLS -> "calls or makes";
          case NAMES -> "imports and hands over";
          case IMPORTS -> "imports the module";
        };
    Optional<String> harm = harm(tag);
    Severity severity = harm.isPresent() ? harmful(use, calls) : severity(tag);
    return new Sight(
        severity,
        use.at(),
        "A loader that makes objects of tags %s %s%s."
            .formatted(
                verb, Sight.quoted(tag.name()), harm.map(does -> ", which " + does).orElse("")));
  }

  /// A function that is only handed over still needs somebody to call it; when the same file calls
  /// something, that is how it gets called.
  private static Severity harmful(TagUse use, boolean calls) {
    boolean called = use.tag().deed() == Deed.CALLS && use.arguments();
    boolean handed = use.tag().deed() != Deed.CALLS && calls;
    return called || handed ? CRITICAL : HIGH;
  }

  private Severity severity(LanguageTag tag) {
    return switch (tag.language()) {
      case PYTHON -> allowed(tag) ? NOTE : HIGH;
      case HYPERPYYAML ->
          switch (PythonNames.of(tag.name(), policy)) {
            case POWERFUL -> CRITICAL;
            case OTHER -> MEDIUM;
            case LIBRARY, NONE -> NOTE;
          };
      case RUBY, JAVA, PHP, PERL, JAVASCRIPT -> HIGH;
    };
  }

  private boolean allowed(LanguageTag tag) {
    return tag.deed() != Deed.IMPORTS
        && (names.allows(tag.language(), tag.name())
            || policy.allows(module(tag.name()), last(tag.name())));
  }

  private Optional<String> harm(LanguageTag tag) {
    return switch (tag.language()) {
      case PYTHON ->
          tag.deed() == Deed.IMPORTS
              ? policy.denied(tag.name(), "")
              : policy.denied(module(tag.name()), last(tag.name()));
      case HYPERPYYAML ->
          PythonNames.of(tag.name(), policy) == PythonNames.Kind.POWERFUL
              ? Optional.of("runs code or commands, or reaches files")
              : Optional.empty();
      case RUBY, JAVA ->
          names.harms(tag.language(), tag.name())
              ? Optional.of("attacks on such loaders use")
              : Optional.empty();
      case PHP, PERL, JAVASCRIPT -> Optional.empty();
    };
  }

  /// A name without a module is one of Python's builtins (PyYAML, `find_python_name`).
  private static String module(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "builtins" : name.substring(0, dot);
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
