package dev.bulwark.govern.manifest;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;

/// Finds declared facts that the files contradict.
record ContradictedFacts() implements Check<Project> {
  private static final Rule RULE =
      new Rule(
          new RuleId("MAN-007"),
          "The files contradict a declared fact",
          "Threats are derived from facts. A model declared in a harmless format that is a pickle"
              + " would be loaded with trust it has not earned. The threat model uses what was seen.",
          "Correct the fact, or replace the file by one in the declared format.",
          Severity.HIGH,
          new Rule.References(
              List.of("CWE-345"), List.of("AML.T0011.000", "AML.T0074"), List.of("LLM03")));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(Project project, Budget budget) {
    return switch (project.reading()) {
      case ManifestReading.Invalid _ ->
          Outcome.undecided(Outcome.Reason.MALFORMED, "bulwark.yaml is not valid");
      case ManifestReading.Valid valid ->
          Outcome.of(valid.drifts().stream().map(ContradictedFacts::finding).toList());
    };
  }

  private static Finding finding(ManifestReading.Drift drift) {
    return new Finding(
        RULE.id(),
        RULE.severity(),
        drift.at(),
        "%s declares %s: %s, but the bytes of %s look like %s"
            .formatted(
                drift.element(), drift.fact(), drift.declared(), drift.file(), drift.observed()));
  }
}
