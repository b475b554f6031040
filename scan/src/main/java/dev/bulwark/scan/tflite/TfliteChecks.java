package dev.bulwark.scan.tflite;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.graph.Look;
import dev.bulwark.scan.graph.Oddity;
import dev.bulwark.scan.graph.OperatorLook;
import dev.bulwark.scan.graph.OperatorTable;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// The rules over TensorFlow Lite models.
public final class TfliteChecks {
  private static final List<String> SUPPLY = List.of("AML.T0010.003");
  private static final List<String> OWASP = List.of("LLM03");
  private static final Set<String> REACHING = Set.of("code", "read", "write", "native", "network");

  private static final Rule FOREIGN =
      new Rule(
          new RuleId("TFL-001"),
          "A TensorFlow Lite model needs operators that the runtime does not have",
          "To run it, somebody must link or load native code that implements them; that code runs"
              + " with the rights of the application.",
          "Convert the model with built-in operators; otherwise review and pin the library like any"
              + " other component.",
          MEDIUM,
          new References(List.of("CWE-829"), SUPPLY, OWASP));

  private static final Rule FLEX =
      new Rule(
          new RuleId("TFL-002"),
          "A TensorFlow Lite model uses operators of TensorFlow that reach out of the graph",
          "The runtime hands such operators to TensorFlow, where they read or write files, call"
              + " back into the process or run compiled code.",
          "Refuse the model, or convert it again with built-in operators only.",
          CRITICAL,
          new References(List.of("CWE-73", "CWE-94"), List.of("AML.T0011.000"), OWASP));

  private static final Rule OUTSIDE =
      new Rule(
          new RuleId("TFL-003"),
          "Parts of a TensorFlow Lite model are said to lie where there is nothing",
          "A runtime that trusts the numbers reads memory that is not the model's.",
          "Refuse the model, and fetch or convert it again.",
          HIGH,
          new References(List.of("CWE-125", "CWE-823"), SUPPLY, OWASP));

  private static final Rule ODD =
      new Rule(
          new RuleId("TFL-004"),
          "A TensorFlow Lite model has content the format does not foresee",
          "The runtime does not look at it, so it can carry anything past whoever trusts the"
              + " model.",
          "Convert the model again with TensorFlow's own converter.",
          MEDIUM,
          new References(List.of("CWE-436"), SUPPLY, OWASP));

  private TfliteChecks() {}

  /// Custom operators that the runtime registers itself.
  public static OperatorTable operators() {
    return OperatorTable.parse("known\t-\tMfcc AudioSpectrogram TFLite_Detection_PostProcess");
  }

  /// @param own custom operators, as {@link #operators} lists them
  /// @param tensorflow the operators of TensorFlow
  public static List<Check<TfliteView>> all(OperatorTable own, OperatorTable tensorflow) {
    Function<TfliteView, OperatorLook> custom =
        view -> new OperatorLook(own, view.place(), view.custom());
    return List.of(
        new Look<>(
            FOREIGN,
            view ->
                Stream.of(
                        custom.apply(view).unknown(FOREIGN),
                        custom.apply(view).reaching(FOREIGN, REACHING),
                        flex(tensorflow, view).unknown(FOREIGN))
                    .flatMap(Function.identity())),
        new Look<>(FLEX, view -> flex(tensorflow, view).reaching(FLEX, REACHING)),
        new Look<>(OUTSIDE, view -> told(OUTSIDE, view, view.outside())),
        new Look<>(ODD, view -> told(ODD, view, view.oddities())));
  }

  private static OperatorLook flex(OperatorTable tensorflow, TfliteView view) {
    return new OperatorLook(tensorflow, view.place(), view.flex());
  }

  private static Stream<Finding> told(Rule rule, TfliteView view, List<Oddity> oddities) {
    return oddities.stream()
        .map(
            odd ->
                new Finding(
                    rule.id(), odd.severity(), view.place().at(odd.offset()), odd.what() + "."));
  }
}
