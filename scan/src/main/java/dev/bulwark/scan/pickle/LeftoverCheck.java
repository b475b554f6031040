package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;

/// Finds bytes behind the program that nothing accounts for.
public final class LeftoverCheck implements Check<PickleView> {
  private static final Rule RULE =
      new Rule(
          new RuleId("PKL-009"),
          "Pickle is followed by bytes that nothing explains",
          "Bytes behind the end are read by loaders that load twice, and carry payloads "
              + "past those that look at the first program only.",
          "Find out what the bytes are, or write the file again without them.",
          Severity.MEDIUM,
          new Rule.References(List.of("CWE-506"), List.of("AML.T0011.000"), List.of("LLM03")));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(PickleView view, Budget budget) {
    Answers answers = new Answers(RULE, view);
    for (PickleEvent event : view.events()) {
      budget.tick();
      switch (event) {
        case PickleEvent.Unexplained bytes ->
            answers.add(
                Severity.MEDIUM, bytes.offset(), bytes.size() + " bytes belong to no program");
        case PickleEvent.Another program ->
            answers.add(Severity.NOTE, program.offset(), "a further program starts");
        default -> {}
      }
    }
    return answers.outcome();
  }
}
