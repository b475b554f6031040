package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;

/// Finds data that loads here and not there.
public final class DependsCheck implements Check<PickleView> {
  private static final Rule RULE =
      new Rule(
          new RuleId("PKL-011"),
          "Whether the pickle loads depends on the version or settings of Python",
          "What stops one loader does not stop another; a check that reads as the first "
              + "does never sees what comes after.",
          "Write the file again with a current Python and protocol 4 or later.",
          Severity.MEDIUM,
          new Rule.References(List.of("CWE-436"), List.of(), List.of("LLM03")));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(PickleView view, Budget budget) {
    Answers answers = new Answers(RULE, view);
    for (PickleEvent event : view.events()) {
      budget.tick();
      if (event instanceof PickleEvent.Depends depends) {
        boolean digits = depends.kind() == PickleEvent.Dependence.DIGITS;
        answers.add(
            digits ? Severity.MEDIUM : Severity.NOTE, depends.offset(), "holds " + depends.what());
      }
    }
    return answers.outcome();
  }
}
