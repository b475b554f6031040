package dev.bulwark.govern.manifest;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.List;

/// Finds models that run here and name no file: there are no bytes that could be scanned, and the
/// scan of the other models must not stand for them.
record ModelsWithoutFiles() implements Check<Project> {
  private static final String HOSTED = "hosted";
  private static final Rule RULE =
      new Rule(
          new RuleId("MAN-010"),
          "A model that is not hosted elsewhere names no file",
          "What is not in a file cannot be scanned, signed or compared with what runs, and nothing"
              + " would say that it was left out.",
          "Name its files under `files`, or declare `format: hosted` when it is called at a vendor.",
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
          Outcome.undecided(Outcome.Reason.MALFORMED, "bulwark.yaml is not valid");
      case ManifestReading.Valid valid ->
          Outcome.of(
              valid.system().of(ElementKind.MODEL).stream()
                  .filter(model -> model.artifacts().isEmpty() && !isHosted(model))
                  .map(ModelsWithoutFiles::finding)
                  .toList());
    };
  }

  private static boolean isHosted(Element model) {
    Fact format = model.facts().get("format");
    return format != null && format.value().equals(new Fact.Value.Word(HOSTED));
  }

  private static Finding finding(Element model) {
    return new Finding(
        RULE.id(),
        RULE.severity(),
        model.declaredAt(),
        model.path() + " names no file and is not declared as hosted");
  }
}
