package dev.bulwark.govern.manifest;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;

/// Finds files that look like models and that no element names.
record UndeclaredModels() implements Check<Project> {
  private static final Rule RULE =
      new Rule(
          new RuleId("MAN-006"),
          "A model file in the folder is declared by nobody",
          "A model that is not in the manifest is not scanned, not released and not watched, and it"
              + " can still be loaded by mistake or by an attacker.",
          "Name the file under `files` of the model it belongs to, or remove it from the folder.",
          Severity.HIGH,
          new Rule.References(List.of("CWE-1059"), List.of("AML.T0010.003"), List.of("LLM03")));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(Project project, Budget budget) {
    return switch (project.reading()) {
      case ManifestReading.Invalid _ ->
          Outcome.undecided(
              Outcome.Reason.MALFORMED,
              "which files are declared is known only when bulwark.yaml is valid");
      case ManifestReading.Valid valid -> {
        List<Finding> findings =
            Project.undeclared(valid.system(), project.files()).entrySet().stream()
                .map(file -> finding(file.getKey(), file.getValue()))
                .toList();
        yield findings.isEmpty() ? WholeFolder.unlessHidden(project) : Outcome.of(findings);
      }
    };
  }

  private static Finding finding(String path, ProjectFiles.Seen seen) {
    String what =
        seen.format()
            .map(format -> "its bytes look like " + format.word())
            .orElse("its name says it is a model");
    return new Finding(
        RULE.id(), RULE.severity(), Place.of(path), "no element declares this file; " + what);
  }
}
