package dev.bulwark.scan.executorch;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.graph.Look;
import dev.bulwark.scan.graph.NamedPath;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The rules over ExecuTorch programs.
public final class ExecutorchChecks {
  private static final List<String> SUPPLY = List.of("AML.T0010.003");
  private static final List<String> OWASP = List.of("LLM03");

  /// Whose operators PyTorch and ExecuTorch bring themselves.
  private static final Set<String> OWN =
      Set.of("aten", "prim", "executorch_prim", "dim_order_ops", "quantized_decomposed", "et_copy");

  private static final Rule FOREIGN =
      new Rule(
          new RuleId("FLB-001"),
          "An ExecuTorch program needs operators of somebody else's",
          "To run it, somebody must link native code that implements them; that code runs with the"
              + " rights of the application.",
          "Export the model with PyTorch's own operators; otherwise review and pin the library like"
              + " any other component.",
          MEDIUM,
          new References(List.of("CWE-829"), SUPPLY, OWASP));

  private static final Rule OUTSIDE =
      new Rule(
          new RuleId("FLB-002"),
          "Segments of an ExecuTorch program are said to lie where there is nothing",
          "A runtime that trusts the numbers reads memory that is not the program's.",
          "Refuse the program, and export it again.",
          HIGH,
          new References(List.of("CWE-125", "CWE-823"), SUPPLY, OWASP));

  private static final Rule DELEGATES =
      new Rule(
          new RuleId("FLB-003"),
          "An ExecuTorch program carries parts that are compiled for a backend",
          "What the backend runs is not in the program's instructions, so inspecting them says"
              + " nothing about it.",
          "Compile from a model that can be inspected, where the program is built for its device.",
          NOTE,
          new References(List.of("CWE-829"), SUPPLY, OWASP));

  private ExecutorchChecks() {}

  public static List<Check<ExecutorchView>> all() {
    return List.of(
        new Look<>(FOREIGN, ExecutorchChecks::foreign),
        new Look<>(OUTSIDE, ExecutorchChecks::outside),
        new Look<>(DELEGATES, ExecutorchChecks::delegates));
  }

  private static Stream<Finding> foreign(ExecutorchView view) {
    return view.operators().stream()
        .filter(
            operator ->
                !OWN.contains(
                    operator.name().substring(0, Math.max(0, operator.name().indexOf("::")))))
        .map(
            operator ->
                new Finding(
                    FOREIGN.id(),
                    MEDIUM,
                    view.place().at(operator.offset()),
                    "The program calls the operator \"%s\"."
                        .formatted(NamedPath.shown(operator.name()))));
  }

  private static Stream<Finding> outside(ExecutorchView view) {
    return view.outside().stream()
        .map(
            odd ->
                new Finding(OUTSIDE.id(), HIGH, view.place().at(odd.offset()), odd.what() + "."));
  }

  private static Stream<Finding> delegates(ExecutorchView view) {
    return view.delegates().stream()
        .map(
            delegate ->
                new Finding(
                    DELEGATES.id(),
                    NOTE,
                    view.place().at(delegate.offset()),
                    "A part of the model is compiled for the backend \"%s\"."
                        .formatted(NamedPath.shown(delegate.name()))));
  }
}
