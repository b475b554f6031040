package dev.bulwark.scan.mxnet;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.graph.ArraysView;
import dev.bulwark.scan.graph.BytesBehind;
import dev.bulwark.scan.graph.Look;
import dev.bulwark.scan.graph.NamedPath;
import dev.bulwark.scan.graph.Operator;
import dev.bulwark.scan.graph.OperatorTable;
import dev.bulwark.scan.graph.Standing;
import dev.bulwark.scan.json.JsonView;
import java.util.List;
import java.util.stream.Stream;

/// The rules over MXNet's files.
public final class MxnetChecks {
  private static final int SHOWN = 20;

  private static final Rule REACHING =
      new Rule(
          new RuleId("MXN-001"),
          "An MXNet graph uses operators that reach out of the graph",
          "Such operators call Python or native code by a name or an address that the file gives,"
              + " or read files.",
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

  private static final Rule FOREIGN =
      new Rule(
          new RuleId("MXN-003"),
          "An MXNet graph uses operators that are not known",
          "An operator of somebody's own exists only where its native library is loaded, and does"
              + " whatever that library does.",
          "Review the library that brings the operator, then allow its name in a rule pack.",
          MEDIUM,
          new References(
              List.of("CWE-829"), List.of("AML.T0010.003", "AML.T0011.000"), List.of("LLM03")));

  private MxnetChecks() {}

  /// The operators of MXNet.
  public static OperatorTable operators() {
    return OperatorTable.resource(MxnetChecks.class, "mxnet-operators.tsv");
  }

  /// Graphs, which are JSON.
  public static List<Check<JsonView>> overJson(OperatorTable table) {
    return List.of(
        new Look<>(REACHING, view -> reaching(table, view)),
        new Look<>(FOREIGN, view -> unknown(table, view)));
  }

  public static List<Check<ArraysView>> params() {
    return List.of(new BytesBehind(BEHIND));
  }

  private static Stream<Finding> reaching(OperatorTable table, JsonView view) {
    return GraphNode.firstOfEach(view)
        .flatMap(
            node ->
                standing(table, node) instanceof Standing.Reaching(var severity, var _, var does)
                    ? Stream.of(finding(REACHING, severity, view, node, ", which " + does))
                    : Stream.empty());
  }

  private static Stream<Finding> unknown(OperatorTable table, JsonView view) {
    return GraphNode.firstOfEach(view)
        .filter(node -> standing(table, node) == Standing.Unknown.UNKNOWN)
        .limit(SHOWN)
        .map(node -> finding(FOREIGN, MEDIUM, view, node, ", which MXNet does not have"));
  }

  private static Standing standing(OperatorTable table, GraphNode node) {
    return table.standing(new Operator("", node.operator()));
  }

  private static Finding finding(
      Rule rule, Severity severity, JsonView view, GraphNode node, String does) {
    return new Finding(
        rule.id(),
        severity,
        view.place(node.at()),
        "The node \"%s\" is of the operator %s%s."
            .formatted(NamedPath.shown(node.name()), NamedPath.shown(node.operator()), does));
  }
}
