package dev.bulwark.inventory.check;

import dev.bulwark.inventory.component.ComponentReading;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;

/// No file says what the system is made of, or one or an entry of it could not be read: what is in
/// it is not known.
final class UnreadableFiles implements Check<Assessment> {
  private static final Rule RULE =
      new Rule(
          new RuleId("INV-004"),
          "What the system is made of is written nowhere, or cannot be read",
          "What cannot be read is not in the inventory, and no advisory about it will be noticed.",
          "Keep a lock file with the system; mend one at the line named, or make it again with its"
              + " tool.",
          Severity.MEDIUM,
          new Rule.References(List.of("CWE-1059"), List.of(), List.of("LLM03")));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(Assessment target, Budget budget) {
    List<ComponentReading.Problem> problems = target.stock().problems();
    if (problems.isEmpty()) {
      return target
          .unwritten()
          .map(why -> Outcome.undecided(Outcome.Reason.TOO_FEW_SAMPLES, why))
          .orElseGet(Outcome::passed);
    }
    ComponentReading.Problem first = problems.getFirst();
    String more = problems.size() == 1 ? "" : "; and " + (problems.size() - 1) + " more";
    return Outcome.undecided(first.reason(), first.place() + ": " + first.problem() + more);
  }
}
