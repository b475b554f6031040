package dev.bulwark.scan.mxnet;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.graph.NamedPath;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The rules over MXNet's files.
public final class MxnetChecks {
  /// Operators that leave the graph. The library has no others that do; what a library of the
  /// user's own registers is only found where that library is loaded.
  private static final Map<String, Reach> REACHING =
      Map.of(
          "Custom", new Reach(HIGH, "runs a Python class that the process registered"),
          "_Native", new Reach(CRITICAL, "calls a function at an address the file gives"),
          "_NDArray", new Reach(CRITICAL, "calls a function at an address the file gives"),
          "_CustomFunction", new Reach(CRITICAL, "calls a function at an address the file gives"),
          "_TensorRT", new Reach(MEDIUM, "hands a compiled graph to a vendor's driver"));

  private static final int SHOWN = 20;

  private static final Rule CODE =
      new Rule(
          new RuleId("MXN-001"),
          "An MXNet graph uses operators that reach out of the graph",
          "Such operators call Python or native code by a name or an address that the file gives.",
          "Refuse the model, or review the code it needs and export it without such operators.",
          CRITICAL,
          new References(
              List.of("CWE-94", "CWE-822"),
              List.of("AML.T0010.003", "AML.T0011.000"),
              List.of("LLM03")));

  private static final Rule BEHIND =
      new Rule(
          new RuleId("MXN-002"),
          "Bytes lie behind MXNet's arrays",
          "The loader stops where the list ends; a second file can lie behind it.",
          "Save the arrays again and compare.",
          MEDIUM,
          new References(List.of("CWE-506"), List.of("AML.T0010.003"), List.of("LLM03")));

  private MxnetChecks() {}

  /// Graphs, which are JSON.
  public static List<Check<JsonView>> overJson() {
    return List.of(new Code());
  }

  public static List<Check<ParamsView>> params() {
    return List.of(new Behind());
  }

  private record Reach(Severity severity, String does) {}

  private record Code() implements Check<JsonView> {
    @Override
    public Rule rule() {
      return CODE;
    }

    @Override
    public Outcome examine(JsonView view, Budget budget) {
      return Outcome.of(
          view.documents().stream()
              .flatMap(Code::nodes)
              .peek(_ -> budget.tick())
              .flatMap(node -> finding(view, node))
              .limit(SHOWN)
              .toList());
    }

    /// The nodes of a graph, those of the graphs inside of nodes included.
    private static Stream<JsonTree.Obj> nodes(JsonTree document) {
      return document instanceof JsonTree.Obj graph
              && graph.has("nodes")
              && graph.has("arg_nodes")
              && graph.has("heads")
          ? graph
              .walk()
              .map(JsonTree.Named::value)
              .filter(JsonTree.Obj.class::isInstance)
              .map(JsonTree.Obj.class::cast)
          : Stream.empty();
    }

    private static Stream<Finding> finding(JsonView view, JsonTree.Obj node) {
      return node.all("op").stream()
          .filter(JsonTree.Text.class::isInstance)
          .map(JsonTree.Text.class::cast)
          .flatMap(
              op ->
                  Optional.ofNullable(REACHING.get(op.value()))
                      .map(reach -> finding(view, node, op, reach))
                      .stream());
    }

    private static Finding finding(
        JsonView view, JsonTree.Obj node, JsonTree.Text op, Reach reach) {
      return new Finding(
          CODE.id(),
          reach.severity(),
          view.place(op.at()),
          "The node \"%s\" is of the operator %s, which %s."
              .formatted(NamedPath.shown(node.text("name").orElse("")), op.value(), reach.does()));
    }
  }

  private record Behind() implements Check<ParamsView> {
    @Override
    public Rule rule() {
      return BEHIND;
    }

    @Override
    public Outcome examine(ParamsView view, Budget budget) {
      return view.unexplained() == 0
          ? Outcome.passed()
          : Outcome.of(
              List.of(
                  new Finding(
                      BEHIND.id(),
                      MEDIUM,
                      view.place().at(view.end()),
                      "%d bytes lie behind the list of %d arrays."
                          .formatted(view.unexplained(), view.arrays()))));
    }
  }
}
