package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;

/// Finds pickles that carry further data to load inside.
public final class NestedCheck implements Check<PickleView> {
  private static final Rule RULE =
      new Rule(
          new RuleId("PKL-010"),
          "Pickle hands bytes it carries to a loader",
          "Data inside data escapes those who look at the outer file only. What is "
              + "inside is read too; this says that it is there.",
          "Look at the findings for what is inside. Prefer a file that holds its data "
              + "plainly.",
          Severity.HIGH,
          new Rule.References(
              List.of("CWE-502", "CWE-506"),
              List.of("AML.T0010.003", "AML.T0011.000", "AML.T0018.002"),
              List.of("LLM03")));

  private final PicklePolicy policy;

  public NestedCheck(PicklePolicy policy) {
    this.policy = policy;
  }

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(PickleView view, Budget budget) {
    Answers answers = new Answers(RULE, view);
    for (PickleEvent event : view.events()) {
      budget.tick();
      if (event instanceof PickleEvent.Nested nested) {
        boolean usual =
            policy.standing(nested.loader()) instanceof Standing.Allowed && nested.model();
        answers.add(
            usual ? Severity.NOTE : Severity.HIGH,
            nested.offset(),
            (nested.model() ? "hands bytes it carries to " : "hands bytes that are no model to ")
                + nested.loader());
      }
    }
    return answers.outcome();
  }
}
