package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;

/// Finds names and callables that only exist once the pickle runs.
public final class ComputedNameCheck implements Check<PickleView> {
  private static final Rule RULE =
      new Rule(
          new RuleId("PKL-003"),
          "Pickle computes what it imports or calls",
          "Honest picklers write names as constants. A name or callable that is "
              + "computed while loading hides what is run from everybody who reads the file.",
          "Treat the file as hostile. Do not load it.",
          Severity.CRITICAL,
          new Rule.References(
              List.of("CWE-502", "CWE-94"),
              List.of("AML.T0010.003", "AML.T0011.000", "AML.T0018.002"),
              List.of("LLM03")));

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
        case PickleEvent.ComputedName name ->
            answers.add(
                Severity.CRITICAL,
                name.offset(),
                "imports a name that is computed while loading: " + name.what());
        case PickleEvent.ComputedCall call ->
            answers.add(
                Severity.CRITICAL,
                call.offset(),
                "calls " + call.callee() + ", which is not a name");
        default -> {}
      }
    }
    return answers.outcome();
  }
}
