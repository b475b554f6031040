package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;

/// Finds what only the loader can supply.
public final class LoaderObjectsCheck implements Check<PickleView> {
  private static final Rule RULE =
      new Rule(
          new RuleId("PKL-006"),
          "Pickle asks its loader for objects that the file does not hold",
          "Persistent ids, extension codes and buffers from outside mean what the "
              + "loader says they mean; nobody can say from the file what is loaded.",
          "Load such a file only with the program it was written for, and let that "
              + "program read the file, not the pickle alone.",
          Severity.HIGH,
          new Rule.References(
              List.of("CWE-502", "CWE-829"), List.of("AML.T0011.000"), List.of("LLM03")));

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
        case PickleEvent.Persistent object -> {
          if (!object.storage()) {
            answers.add(
                Severity.MEDIUM,
                object.offset(),
                "asks for a persistent object: " + object.what() + Answers.times(object.count()));
          }
        }
        case PickleEvent.Extension extension ->
            answers.add(
                Severity.HIGH,
                extension.offset(),
                "asks for entry " + extension.code() + " of the extension registry");
        case PickleEvent.OutOfBand buffer ->
            answers.add(Severity.MEDIUM, buffer.offset(), "asks for a buffer outside of the file");
        default -> {}
      }
    }
    return answers.outcome();
  }
}
