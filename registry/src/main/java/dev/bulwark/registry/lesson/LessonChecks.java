package dev.bulwark.registry.lesson;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Suite;
import java.time.Duration;
import java.util.List;

/// The suite `lesson-closure`: within thirty days what went wrong has a lesson, and what a lesson
/// names is really there.
public final class LessonChecks {
  public static final String SUITE = "lesson-closure";

  /// How long a lesson may be owed.
  public static final Duration LIMIT = Duration.ofDays(30);

  private LessonChecks() {}

  public static Suite<Lessons> suite(Change.Lookup lookup) {
    return new Suite<>(SUITE, List.of(new Overdue(), new Standing(lookup)));
  }

  /// Every rule of the suite.
  public static List<Rule> rules() {
    return List.of(Overdue.RULE, Standing.RULE);
  }

  private static Rule ruled(String id, String title, String why, String fix) {
    return new Rule(new RuleId(id), title, why, fix, Severity.MEDIUM, Rule.References.NONE);
  }

  /// Nothing is owed for longer than the limit.
  private record Overdue() implements Check<Lessons> {
    private static final Rule RULE =
        ruled(
            "LSN-001",
            "Something went wrong and nobody drew a lesson from it",
            "What is not understood happens again.",
            "Find out why it happened, change a rule, a test, a limit or a control, and sign the lesson with `bulwark lesson add`.");

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(Lessons lessons, Budget budget) {
      if (lessons.owed().isEmpty() && lessons.drawn().isEmpty()) {
        return new Outcome.NotApplicable("nothing to learn from is on record");
      }
      return Outcome.of(
          lessons.owed().stream()
              .filter(owed -> owed.since().plus(LIMIT).isBefore(lessons.asOf()))
              .map(
                  owed ->
                      new Finding(
                          RULE.id(),
                          RULE.severity(),
                          Place.of(owed.about().text()),
                          "no lesson after 30 days: " + owed.what()))
              .toList());
    }
  }

  /// What a lesson says was changed is there.
  private record Standing(Change.Lookup lookup) implements Check<Lessons> {
    private static final Rule RULE =
        ruled(
            "LSN-002",
            "What a lesson says was changed is not there",
            "A lesson without its change is a note.",
            "Bring the rule, test, limit or control back, or sign a new lesson that names another change.");

    @Override
    public Rule rule() {
      return RULE;
    }

    /// Of two lessons about one thing the newer counts.
    @Override
    public Outcome examine(Lessons lessons, Budget budget) {
      if (lessons.drawn().isEmpty()) {
        return new Outcome.NotApplicable("no lesson is on record");
      }
      return Outcome.of(
          lessons.drawn().stream()
              .filter(drawn -> isNewest(drawn, lessons))
              .filter(drawn -> !lookup.stands(drawn.lesson().change()))
              .map(
                  drawn ->
                      new Finding(
                          RULE.id(),
                          RULE.severity(),
                          Place.of(drawn.lesson().about().text()),
                          "%s, which the lesson of entry %d names, is not there"
                              .formatted(drawn.lesson().change().text(), drawn.index())))
              .toList());
    }

    private static boolean isNewest(Lessons.Drawn drawn, Lessons lessons) {
      return lessons.drawn().stream()
          .noneMatch(
              other ->
                  other.index() > drawn.index()
                      && other.lesson().about().equals(drawn.lesson().about()));
    }
  }
}
