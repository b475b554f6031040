package dev.bulwark.inventory.check;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;

/// A component is not pinned to one version. A manifest may ask for a range where a lock file
/// beside it, in the same stock, pins the same package.
final class Unpinned implements Check<Assessment> {
  private static final int MOST = 500;
  private static final Rule RULE =
      new Rule(
          new RuleId("INV-002"),
          "A component is not pinned to one version",
          "Whoever publishes the next version decides what runs: a taken-over package reaches the"
              + " system without any change in it, and nobody can say what was tested.",
          "Pin the version, or keep a lock file beside the manifest.",
          Severity.MEDIUM,
          new Rule.References(List.of("CWE-1357"), List.of("AML.T0010.001"), List.of("LLM03")));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(Assessment target, Budget budget) {
    if (target.stock().components().isEmpty()) {
      return new Outcome.NotApplicable("no components are declared");
    }
    List<Finding> findings =
        target.stock().loose().stream()
            .map(
                component ->
                    new Finding(
                        RULE.id(),
                        Severity.MEDIUM,
                        component.place(),
                        Place.printable(
                            component.purl() + " may be any version of " + component.range())))
            .toList();
    return Outcome.of(findings, MOST);
  }
}
