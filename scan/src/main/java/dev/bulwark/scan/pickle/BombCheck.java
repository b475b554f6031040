package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;

/// Finds small files that exhaust the memory of who loads them.
public final class BombCheck implements Check<PickleView> {
  private static final Rule RULE =
      new Rule(
          new RuleId("PKL-008"),
          "Pickle grows without measure when it is loaded or used",
          "References to references multiply, and a memo index makes CPython reserve "
              + "memory for every lower one: a few hundred bytes take down the loading "
              + "process.",
          "Do not load the file.",
          Severity.HIGH,
          new Rule.References(
              List.of("CWE-409", "CWE-789"), List.of("AML.T0029"), List.of("LLM10")));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(PickleView view, Budget budget) {
    Answers answers = new Answers(RULE, view);
    for (PickleEvent event : view.events()) {
      budget.tick();
      if (event instanceof PickleEvent.Bomb bomb) {
        answers.add(Severity.HIGH, bomb.offset(), "holds " + bomb.what());
      }
    }
    return answers.outcome();
  }
}
