package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;

/// Finds pickles that mean one thing in memory and another from a stream.
public final class FramesCheck implements Check<PickleView> {
  private static final Rule RULE =
      new Rule(
          new RuleId("PKL-007"),
          "Pickle means different things to different loaders",
          "Frames that do not end where an operand ends make loaders throw bytes away "
              + "or not, depending on how they read; no pickler writes such frames, and "
              + "scanners that read one way miss what the other way runs.",
          "Treat the file as hostile. Do not load it.",
          Severity.HIGH,
          new Rule.References(
              List.of("CWE-436", "CWE-502"),
              List.of("AML.T0011.000", "AML.T0015"),
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
      if (event instanceof PickleEvent.Disagreement frames) {
        answers.add(
            Severity.HIGH,
            frames.offset(),
            "a frame does not end between two opcodes, so that loaders read different programs");
      }
    }
    return answers.outcome();
  }
}
