package dev.bulwark.govern.manifest;

import dev.bulwark.govern.manifest.ManifestProblem.Topic;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import java.util.List;
import java.util.Set;

/// Turns the reader's problems of some topics into the outcome of one rule. Where the form of the
/// manifest is broken, the absence of other problems proves nothing and is Undecided.
///
/// @param topics what the rule is about
record TopicCheck(Rule rule, Set<Topic> topics) implements Check<Project> {
  private static final Set<Topic> FORM = Set.of(Topic.SYNTAX, Topic.FORM);

  TopicCheck {
    topics = Set.copyOf(topics);
  }

  @Override
  public Outcome examine(Project project, Budget budget) {
    return switch (project.reading()) {
      case ManifestReading.Valid _ -> Outcome.passed();
      case ManifestReading.Invalid(List<ManifestProblem> problems, boolean complete) -> {
        List<Finding> findings =
            problems.stream()
                .filter(one -> topics.contains(one.topic()))
                .map(this::finding)
                .toList();
        if (!findings.isEmpty()) {
          yield Outcome.of(findings);
        }
        boolean sound = problems.stream().noneMatch(one -> FORM.contains(one.topic()));
        yield sound && complete
            ? Outcome.passed()
            : Outcome.undecided(
                Outcome.Reason.MALFORMED,
                "parts of bulwark.yaml could not be read; mend its form first");
      }
    };
  }

  private Finding finding(ManifestProblem problem) {
    return new Finding(rule.id(), rule.severity(), problem.place(), problem.sentence());
  }
}
