package dev.bulwark.scan.onnx;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.onnx.OnnxView.External;
import dev.bulwark.scan.onnx.OnnxView.Operator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// The rules over ONNX models.
public final class OnnxChecks {
  private static final List<String> SUPPLY = List.of("AML.T0010.003");

  /// Domains whose operators the standard or ONNX Runtime itself implements.
  private static final Set<String> KNOWN_DOMAINS =
      Set.of(
          "",
          "ai.onnx",
          "ai.onnx.ml",
          "ai.onnx.training",
          "ai.onnx.preview",
          "ai.onnx.preview.training",
          "com.microsoft",
          "com.microsoft.nchwc",
          "com.microsoft.dml",
          "com.ms.internal.nhwc");

  /// Operators that hand control to a Python interpreter.
  private static final Set<String> PYTHON =
      Set.of("PyOp", "PyCustomOp", "PyCustomOpFunc", "PythonOp", "PythonOpGrad");

  private static final Rule ESCAPE =
      new Rule(
          new RuleId("ONX-001"),
          "An ONNX model reads tensors from outside its folder",
          "Whoever loads the model reads a file of the attacker's choice on the loader's machine;"
              + " its bytes come back as model output.",
          "Refuse the model. Ask for one whose tensors are inside it, or beside it under a plain"
              + " relative name.",
          CRITICAL,
          new References(List.of("CWE-22", "CWE-73"), SUPPLY, List.of("LLM03")));

  private static final Rule RUNS_PYTHON =
      new Rule(
          new RuleId("ONX-002"),
          "An ONNX model calls Python",
          "The operator imports a module and calls a class of the model's choice inside the"
              + " runtime.",
          "Refuse the model, or export it again without Python operators.",
          CRITICAL,
          new References(List.of("CWE-94"), List.of("AML.T0011.000"), List.of("LLM03")));

  private static final Rule FOREIGN =
      new Rule(
          new RuleId("ONX-003"),
          "An ONNX model needs operators that no known runtime has",
          "To run it, somebody must load a native library that implements them; that library runs"
              + " with the rights of the service.",
          "Export the model with standard operators; otherwise review and pin the library like any"
              + " other component.",
          MEDIUM,
          new References(List.of("CWE-829"), SUPPLY, List.of("LLM03")));

  private static final Rule ODD =
      new Rule(
          new RuleId("ONX-004"),
          "An ONNX model has fields the format does not have",
          "Parsers skip or merge them differently, and they carry content nobody looks at.",
          "Export the model again with the framework's own exporter.",
          MEDIUM,
          new References(List.of("CWE-436"), SUPPLY, List.of("LLM03")));

  private static final Rule SPLIT =
      new Rule(
          new RuleId("ONX-005"),
          "Some tensors of an ONNX model lie in other files",
          "The model's digest does not cover them: who can change those files changes the model.",
          "Scan, sign and ship the named files together with the model.",
          NOTE,
          new References(List.of("CWE-345"), SUPPLY, List.of("LLM03")));

  private OnnxChecks() {}

  public static List<Check<OnnxView>> all() {
    return List.of(
        new Look(ESCAPE, OnnxChecks::escapes),
        new Look(RUNS_PYTHON, OnnxChecks::python),
        new Look(FOREIGN, OnnxChecks::foreign),
        new Look(
            ODD,
            view ->
                view.oddities().stream()
                    .map(odd -> finding(ODD, view, odd.offset(), odd.what() + "."))),
        new Look(SPLIT, OnnxChecks::split));
  }

  private record Look(Rule rule, Function<OnnxView, Stream<Finding>> look)
      implements Check<OnnxView> {
    @Override
    public Outcome examine(OnnxView view, Budget budget) {
      return Outcome.of(look.apply(view).toList());
    }
  }

  private static Finding finding(Rule rule, OnnxView view, long offset, String message) {
    return new Finding(rule.id(), rule.severity(), view.place().at(offset), message);
  }

  private static Stream<Finding> escapes(OnnxView view) {
    return view.external().stream()
        .filter(file -> !staysInside(file.location()))
        .map(
            file ->
                finding(
                    ESCAPE,
                    view,
                    file.offset(),
                    "%d tensors are read from \"%s\"."
                        .formatted(file.count(), OnnxParse.shown(file.location()))));
  }

  /// Lexical: a plain relative path, on every operating system. ONNX Runtime takes a marked
  /// location for an address in memory.
  static boolean staysInside(String location) {
    return !location.isBlank()
        && !location.startsWith("/")
        && !location.startsWith("~")
        && location.indexOf('\\') < 0
        && location.indexOf(':') < 0
        && !location.contains("_ORT_MEM_ADDR_")
        && location.chars().noneMatch(Character::isISOControl)
        && !("/" + location + "/").contains("/../");
  }

  private static Stream<Finding> python(OnnxView view) {
    return view.operators().stream()
        .filter(OnnxChecks::runsPython)
        .map(operator -> finding(RUNS_PYTHON, view, operator.offset(), described(operator)));
  }

  private static boolean runsPython(Operator operator) {
    return PYTHON.contains(operator.type()) && !operator.local();
  }

  private static Stream<Finding> foreign(OnnxView view) {
    return view.operators().stream()
        .filter(operator -> !KNOWN_DOMAINS.contains(operator.domain()) && !operator.local())
        .map(operator -> finding(FOREIGN, view, operator.offset(), described(operator)));
  }

  private static String described(Operator operator) {
    return "%d nodes are of the operator \"%s\" in the domain \"%s\"."
        .formatted(
            operator.count(), OnnxParse.shown(operator.type()), OnnxParse.shown(operator.domain()));
  }

  private static Stream<Finding> split(OnnxView view) {
    return view.external().stream()
        .map(External::location)
        .map(
            location ->
                new Finding(
                    SPLIT.id(),
                    NOTE,
                    view.place(),
                    "Tensors are read from \"%s\".".formatted(OnnxParse.shown(location))));
  }
}
