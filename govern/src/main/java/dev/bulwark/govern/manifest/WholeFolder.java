package dev.bulwark.govern.manifest;

import dev.bulwark.govern.manifest.ProjectFiles.Gap;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;
import java.util.Optional;

/// Tells what in the folder could not be looked at. What may hide files is Undecided; what only
/// cannot be a file is a note.
record WholeFolder() implements Check<Project> {
  private static final Rule RULE =
      new Rule(
          new RuleId("MAN-009"),
          "Part of the folder could not be looked at",
          "What cannot be listed or read cannot be checked, and may hold a model, data or secrets"
              + " that nobody declared.",
          "Make folders readable for the user who checks, rename files to UTF-8 names, remove links"
              + " that leave the project, or check a smaller folder.",
          Severity.LOW,
          new Rule.References(List.of("CWE-59"), List.of(), List.of()));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(Project project, Budget budget) {
    List<Finding> findings =
        project.files().gaps().stream()
            .filter(gap -> !hides(gap))
            .map(WholeFolder::finding)
            .toList();
    return hidden(project)
        .<Outcome>map(
            gap -> new Outcome.Undecided(reason(gap), shown(gap) + ": " + gap.why(), findings))
        .orElse(Outcome.of(findings));
  }

  /// Passed, or Undecided when files may have escaped the walk.
  static Outcome unlessHidden(Project project) {
    return hidden(project)
        .map(gap -> Outcome.undecided(reason(gap), shown(gap) + ": " + gap.why()))
        .orElse(Outcome.passed());
  }

  private static Optional<Gap> hidden(Project project) {
    return project.files().gaps().stream().filter(WholeFolder::hides).findFirst();
  }

  private static boolean hides(Gap gap) {
    return switch (gap.kind()) {
      case UNREADABLE, OVER_LIMIT -> true;
      case LEAVES_PROJECT, BROKEN_LINK, NO_FILE, BAD_NAME -> false;
    };
  }

  private static Outcome.Reason reason(Gap gap) {
    return gap.kind() == Gap.Kind.OVER_LIMIT
        ? Outcome.Reason.OVER_LIMIT
        : Outcome.Reason.UNREADABLE;
  }

  private static Finding finding(Gap gap) {
    Severity severity = gap.kind() == Gap.Kind.BAD_NAME ? RULE.severity() : Severity.NOTE;
    return new Finding(RULE.id(), severity, Place.of(shown(gap)), gap.why());
  }

  private static String shown(Gap gap) {
    return gap.path().isEmpty() ? "." : gap.path();
  }
}
