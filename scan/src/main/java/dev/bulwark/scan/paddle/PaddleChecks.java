package dev.bulwark.scan.paddle;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.graph.ArraysView;
import dev.bulwark.scan.graph.BytesBehind;
import dev.bulwark.scan.graph.Look;
import dev.bulwark.scan.graph.OperatorLook;
import dev.bulwark.scan.graph.OperatorTable;
import java.util.List;
import java.util.Set;

/// The rules over PaddlePaddle's programs.
public final class PaddleChecks {
  private static final Set<String> KINDS = Set.of("code", "read", "write", "native", "network");

  private static final Rule REACHING =
      new Rule(
          new RuleId("PDL-001"),
          "A PaddlePaddle program uses operators that reach out of the graph",
          "Such operators call Python, read or write files, talk to other machines or run compiled"
              + " code when the program runs.",
          "Refuse the program, or export it again for inference alone.",
          CRITICAL,
          new References(
              List.of("CWE-94", "CWE-73"),
              List.of("AML.T0010.003", "AML.T0011.000"),
              List.of("LLM03")));

  private static final Rule ODD =
      new Rule(
          new RuleId("PDL-002"),
          "A PaddlePaddle program has content the format does not foresee",
          "The runtime does not look at it, so it can carry anything past whoever trusts the"
              + " model.",
          "Export the program again with PaddlePaddle itself.",
          MEDIUM,
          new References(List.of("CWE-436"), List.of("AML.T0010.003"), List.of("LLM03")));

  private static final Rule BEHIND =
      new Rule(
          new RuleId("PDL-003"),
          "Bytes lie behind PaddlePaddle's parameters",
          "The loader reads as many tensors as the program asks for; a second file can lie behind"
              + " them.",
          "Save the parameters again and compare.",
          MEDIUM,
          new References(List.of("CWE-506"), List.of("AML.T0010.003"), List.of("LLM03")));

  private static final Rule FOREIGN =
      new Rule(
          new RuleId("PDL-004"),
          "A PaddlePaddle program uses operators that are not known",
          "An operator of somebody's own exists only where its native library is loaded, and does"
              + " whatever that library does.",
          "Review the library that brings the operator, then allow its name in a rule pack.",
          MEDIUM,
          new References(
              List.of("CWE-829"), List.of("AML.T0010.003", "AML.T0011.000"), List.of("LLM03")));

  private PaddleChecks() {}

  /// The operators of PaddlePaddle.
  public static OperatorTable operators() {
    return OperatorTable.resource(PaddleChecks.class, "paddle-operators.tsv");
  }

  public static List<Check<ProgramView>> program(OperatorTable table) {
    return List.of(
        new Look<>(REACHING, view -> look(table, view).reaching(REACHING, KINDS)),
        new Look<>(
            ODD,
            view ->
                view.oddities().stream()
                    .map(
                        odd ->
                            new Finding(
                                ODD.id(),
                                odd.severity(),
                                view.place().at(odd.offset()),
                                odd.what() + "."))),
        new Look<>(FOREIGN, view -> look(table, view).unknown(FOREIGN)));
  }

  private static OperatorLook look(OperatorTable table, ProgramView view) {
    return new OperatorLook(table, view.place(), view.operators());
  }

  public static List<Check<ArraysView>> parameters() {
    return List.of(new BytesBehind(BEHIND));
  }
}
