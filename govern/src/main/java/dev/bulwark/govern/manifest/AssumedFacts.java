package dev.bulwark.govern.manifest;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.system.Element;
import java.util.List;

/// Lists the safety facts that nobody declared, one note for each element. Never fails: silence has
/// its price in the threat model.
record AssumedFacts() implements Check<Project> {
  private static final Rule RULE =
      new Rule(
          new RuleId("MAN-008"),
          "Safety facts nobody declared count as unsafe",
          "A protection that nobody states is taken as absent, so threats stay that may be treated"
              + " already.",
          "State the facts that hold, each with evidence; docs/manifest.md explains them.",
          Severity.NOTE,
          Rule.References.NONE);

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
          Outcome.of(
              valid.system().elements().stream()
                  .filter(element -> !element.assumed().isEmpty())
                  .map(AssumedFacts::finding)
                  .toList());
    };
  }

  private static Finding finding(Element element) {
    List<String> assumed = element.assumed();
    return new Finding(
        RULE.id(),
        RULE.severity(),
        element.declaredAt(),
        "%s: %d facts count as unsafe because nobody declared them: %s"
            .formatted(element.path(), assumed.size(), String.join(", ", assumed)));
  }
}
