package dev.bulwark.scan.keras;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static dev.bulwark.scan.keras.KerasRule.quoted;
import static dev.bulwark.scan.keras.KerasRule.verdict;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.scan.keras.KerasRule.Verdict;
import dev.bulwark.scan.pickle.PicklePolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rules over Keras configurations, wherever they stand.
public final class KerasChecks {
  /// Objects that the loader builds itself, of plain values.
  private static final Set<String> VALUES =
      Set.of(
          "__keras_tensor__",
          "__tensor__",
          "__numpy__",
          "__bytes__",
          "__ellipsis__",
          "__slice__",
          "__tuple__",
          "TensorShape",
          "CompositeTensor",
          "TypeSpec");

  private static final Set<String> FROM_TENSORFLOW =
      Set.of("TFOpLambda", "SlicingOpLambda", "ClassMethod", "InstanceMethod", "InstanceProperty");

  private static final Set<String> LOOKUPS =
      Set.of("StringLookup", "IntegerLookup", "TextVectorization");

  private final KerasNames names;
  private final PicklePolicy policy;

  private KerasChecks(KerasNames names, PicklePolicy policy) {
    this.names = names;
    this.policy = policy;
  }

  /// @param policy says which modules outside of Keras are the worst
  public static List<Check<JsonView>> all(KerasNames names, PicklePolicy policy) {
    KerasChecks checks = new KerasChecks(names, policy);
    return List.of(
        new KerasRule(
            rule(
                "KER-001",
                "A Keras model carries Python code",
                "The bytecode of a Lambda layer runs when the model is loaded or used, with the"
                    + " rights of whoever loads it; the version the file claims changes nothing.",
                "Replace the Lambda by a layer class of your own code base, and save again.",
                CRITICAL,
                "CWE-502",
                "CWE-94"),
            KerasChecks::code),
        new KerasRule(
            rule(
                "KER-002",
                "A Keras model names code outside of Keras",
                "Loaders import the module and call what is named, before anybody could look at the"
                    + " model (CVE-2025-1550).",
                "Refuse the model, unless the module is your own and you load it with"
                    + " custom_objects.",
                CRITICAL,
                "CWE-502",
                "CWE-470"),
            checks::outside),
        new KerasRule(
            rule(
                "KER-003",
                "A Keras model names a part of Keras that no model needs",
                "Such parts fetch files, unpickle, switch the safe mode off or load other programs"
                    + " (CVE-2025-8747, CVE-2025-9906, CVE-2025-49655, CVE-2026-1462).",
                "Refuse the model and ask its supplier how the name came to be there.",
                CRITICAL,
                "CWE-502",
                "CWE-94"),
            checks::dangerous),
        new KerasRule(
            rule(
                "KER-004",
                "A Keras model names something that is not known",
                "What is not on the list of Keras's own layers comes from somebody's code, which the"
                    + " loader has to bring along and which can do anything.",
                "Review the code that defines it; record it as approved for this model.",
                MEDIUM,
                "CWE-829"),
            checks::unknown),
        new KerasRule(
            rule(
                "KER-005",
                "A Keras layer reads a file when it is loaded",
                "A vocabulary given as a path is read from the machine of whoever loads the model,"
                    + " or fetched from an address, and is kept in the model (CVE-2025-12058).",
                "Save the vocabulary in the model: set it as a list of words.",
                HIGH,
                "CWE-73",
                "CWE-918"),
            KerasChecks::reads),
        new KerasRule(
            rule(
                "KER-006",
                "A Keras object has two names that disagree",
                "The registered name wins over the class when something is registered under it: what"
                    + " a reviewer reads is not what is built.",
                "Save the model again with the Keras version you use.",
                MEDIUM,
                "CWE-436"),
            checks::disagreeing),
        new KerasRule(
            rule(
                "KER-007",
                "A Keras model names a TensorFlow function that is not known to be harmless",
                "Layers made of TensorFlow functions call them by name when the model is built;"
                    + " some read and write files or run Python.",
                "Replace the layer by one of Keras's own.",
                CRITICAL,
                "CWE-470"),
            checks::tensorFunction));
  }

  private static Rule rule(
      String id, String title, String why, String fix, Severity severity, String... cwe) {
    return new Rule(
        new RuleId(id),
        title,
        why,
        fix,
        severity,
        new References(List.of(cwe), List.of("AML.T0010.003", "AML.T0011.000"), List.of("LLM03")));
  }

  private static Optional<Verdict> code(KerasObject object) {
    if (object.is("__lambda__")) {
      return verdict(CRITICAL, "Compiled Python code is stored here and runs when the model does");
    }
    if (!isLambda(object)) {
      return Optional.empty();
    }
    for (String part : List.of("function", "output_shape", "mask")) {
      boolean marked =
          object.settings(part + "_type").stream()
              .anyMatch(
                  value ->
                      value instanceof JsonTree.Text(long _, String text) && text.equals("lambda"));
      if (marked || object.settings(part).stream().anyMatch(KerasChecks::isCode)) {
        return verdict(
            CRITICAL, "A Lambda layer carries compiled Python code that runs when the model does");
      }
    }
    return verdict(HIGH, "A Lambda layer calls a function that is found by its name");
  }

  private static boolean isLambda(KerasObject object) {
    return object.lookedUp().stream().anyMatch(KerasChecks::namesLambda)
        || object.registered().stream().anyMatch(KerasChecks::namesLambda);
  }

  private static boolean namesLambda(String name) {
    return name.substring(name.lastIndexOf('>') + 1).equals("Lambda");
  }

  /// Marshalled code stands as base64 in the first item of a list.
  private static boolean isCode(JsonTree value) {
    return switch (value) {
      case JsonTree.Arr arr ->
          !arr.items().isEmpty() && arr.items().getFirst() instanceof JsonTree.Text;
      case JsonTree.Obj object ->
          object.all("class_name").stream()
              .anyMatch(
                  name ->
                      name instanceof JsonTree.Text(long _, String text)
                          && text.equals("__lambda__"));
      case JsonTree.Text _,
          JsonTree.Numbers _,
          JsonTree.Numeral _,
          JsonTree.Flag _,
          JsonTree.Null _ ->
          false;
    };
  }

  private Optional<Verdict> outside(KerasObject object) {
    Optional<Verdict> worst = Optional.empty();
    for (String module : object.modules()) {
      if (module.isEmpty() || names.isKeras(module)) {
        continue;
      }
      for (String name : object.lookedUp()) {
        if (!known(object, module, name)) {
          Verdict verdict = outside(object, module, name);
          if (verdict.severity() == CRITICAL) {
            return Optional.of(verdict);
          }
          worst = Optional.of(verdict);
        }
      }
    }
    return worst;
  }

  private Verdict outside(KerasObject object, String module, String name) {
    String what = quoted(module, name);
    Optional<String> does = policy.harm(module, name);
    if (does.isPresent()) {
      return new Verdict(CRITICAL, "Loading imports %s, which %s".formatted(what, does.get()));
    }
    if (object.is("function")) {
      return new Verdict(CRITICAL, "Loading imports the function " + what + " and can call it");
    }
    boolean custom =
        object.registered().stream().anyMatch(each -> each.indexOf('>') > 0)
            || module.equals("__main__");
    return custom
        ? new Verdict(HIGH, "The class %s comes from code outside of Keras".formatted(what))
        : new Verdict(CRITICAL, "Loading imports %s, which is not part of Keras".formatted(what));
  }

  /// Whether a name is one that Keras writes itself.
  private boolean known(KerasObject object, String module, String name) {
    return object.is("function")
        ? names.mayCall(module, name)
        : names.mayBuild(module, name) || VALUES.contains(name);
  }

  private Optional<Verdict> dangerous(KerasObject object) {
    for (String module : object.modules()) {
      for (String name : object.lookedUp()) {
        Optional<String> danger = names.danger(module, name);
        if (danger.isPresent()) {
          return verdict(
              CRITICAL, "Loading uses %s, which %s".formatted(quoted(module, name), danger.get()));
        }
      }
      for (String name : object.registered()) {
        String last = name.substring(name.lastIndexOf('>') + 1);
        Optional<String> danger = names.danger(module, last).or(() -> names.danger("", last));
        if (danger.isPresent()) {
          return verdict(
              CRITICAL, "Loading looks up %s, which %s".formatted(quoted("", name), danger.get()));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Verdict> unknown(KerasObject object) {
    if (isLambda(object) || object.is("__lambda__")) {
      return Optional.empty(); // said by KER-001
    }
    for (String module : object.modules()) {
      if (!module.isEmpty() && !names.isKeras(module)) {
        continue; // said by KER-002
      }
      for (String name : object.lookedUp()) {
        boolean plainFunction = module.isEmpty() && object.is("function");
        if (!plainFunction
            && !known(object, module, name)
            && !FROM_TENSORFLOW.contains(name)
            && !name.equals("TensorFlowOpLayer")
            && names.danger(module, name).isEmpty()) {
          return verdict(
              MEDIUM, "%s is not on the list of what Keras has".formatted(quoted(module, name)));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Verdict> reads(KerasObject object) {
    boolean looksUp =
        object.lookedUp().stream().anyMatch(LOOKUPS::contains)
            || object.registered().stream()
                .anyMatch(name -> LOOKUPS.contains(name.substring(name.lastIndexOf('>') + 1)));
    if (looksUp) {
      for (JsonTree value : object.settings("vocabulary")) {
        if (value instanceof JsonTree.Text(long _, String path) && !path.isEmpty()) {
          return verdict(
              HIGH, "The vocabulary of the layer is read from %s".formatted(quoted("", path)));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Verdict> disagreeing(KerasObject object) {
    if (object.classes().size() > 1 || object.modules().size() > 1 || object.configs().size() > 1) {
      return verdict(MEDIUM, "One object has two classes, modules or configurations");
    }
    String module = object.modules().getFirst();
    for (String name : object.registered()) {
      boolean own = object.is("function") || isItself(module, name, object.classes().getFirst());
      if (!own && names.mayBuild(module, object.classes().getFirst())) {
        return verdict(
            MEDIUM,
            "%s is registered as %s, which a loader looks for first"
                .formatted(quoted(module, object.classes().getFirst()), quoted("", name)));
      }
    }
    return Optional.empty();
  }

  /// Whether a class is registered under its own name. Other people's classes are registered under
  /// a package of theirs as well, `theirs>Name`.
  private boolean isItself(String module, String registered, String name) {
    return module.isEmpty()
        || registered.equals(name)
        || (!names.isKeras(module)
            && registered.substring(registered.indexOf('>') + 1).equals(name));
  }

  private Optional<Verdict> tensorFunction(KerasObject object) {
    if (object.lookedUp().stream().anyMatch(FROM_TENSORFLOW::contains)) {
      for (JsonTree value : object.settings("function")) {
        if (!(value instanceof JsonTree.Text(long _, String name))) {
          return verdict(MEDIUM, "A layer calls a TensorFlow function that is not given by a name");
        }
        Optional<String> harm = TensorFlowNames.harm(name);
        if (harm.isPresent()) {
          return verdict(
              CRITICAL,
              "Building the model calls %s, which %s".formatted(quoted("tf", name), harm.get()));
        }
        if (!names.isTensorFunction(name)) {
          return verdict(MEDIUM, "Building the model calls " + quoted("tf", name));
        }
      }
    }
    return object.lookedUp().contains("TensorFlowOpLayer") ? operation(object) : Optional.empty();
  }

  private static Optional<Verdict> operation(KerasObject object) {
    for (JsonTree value : object.settings("node_def")) {
      String text =
          switch (value) {
            case JsonTree.Text(long _, String definition) -> definition;
            case JsonTree.Obj node -> node.text("op").orElse("");
            case JsonTree.Arr _,
                JsonTree.Numbers _,
                JsonTree.Numeral _,
                JsonTree.Flag _,
                JsonTree.Null _ ->
                "";
          };
      Optional<String> harm = TensorFlowNames.harmIn(text);
      if (harm.isPresent()) {
        return verdict(CRITICAL, "A layer is a TensorFlow operation that " + harm.get());
      }
    }
    return verdict(MEDIUM, "A layer is a bare TensorFlow operation");
  }
}
