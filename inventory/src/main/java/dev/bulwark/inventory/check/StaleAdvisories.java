package dev.bulwark.inventory.check;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;

/// Advisories are missing or old: nothing found is nothing known.
final class StaleAdvisories implements Check<Assessment> {
  private static final Rule RULE =
      new Rule(
          new RuleId("INV-005"),
          "Advisories are missing or out of date",
          "A component is clean only as far as somebody looked; with old advisories every new flaw"
              + " stays unseen.",
          "Import the zip OSV publishes for each ecosystem in use, and do so regularly.",
          Severity.MEDIUM,
          new Rule.References(List.of("CWE-1329"), List.of(), List.of("LLM03")));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(Assessment target, Budget budget) {
    return target
        .stale()
        .map(why -> Outcome.undecided(Outcome.Reason.TOO_FEW_SAMPLES, why))
        .orElseGet(Outcome::passed);
  }
}
