package dev.bulwark.cli.command;

import dev.bulwark.control.status.Assessment;
import dev.bulwark.evidence.CheckRunPredicate;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.Version;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.session.Policies;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.registry.lesson.LessonChecks;
import dev.bulwark.registry.update.UpdateChecks;
import dev.bulwark.registry.watch.RollbackDrill;
import dev.bulwark.registry.watch.SeparationChecks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// What the registry finds out about itself, as evidence about the system that is described now.
final class RegistryRuns {
  private static final CheckRun.Checker CHECKER =
      new CheckRun.Checker("bulwark-registry", Version.NUMBER);

  private RegistryRuns() {}

  /// Every rule such a run can name.
  static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>(SeparationChecks.suite().rules());
    rules.addAll(RollbackDrill.rules());
    rules.addAll(UpdateChecks.rules());
    rules.addAll(LessonChecks.rules());
    return rules;
  }

  /// Records a run and tells it.
  static Exit record(
      RegistryDesk desk,
      Shell shell,
      String suite,
      List<Rule> rules,
      SequencedMap<RuleId, Outcome> outcomes,
      Json.Obj details) {
    List<Evidence> ledger = desk.workspace().evidence();
    Instant now = shell.clock().instant();
    Assessment assessment = Assessment.of(Policies.at(ledger, now), ledger, now);
    CheckRun run =
        new CheckRun(
            suite,
            CHECKER,
            Digest.of(
                Bytes.utf8(rules.stream().map(Rule::title).collect(Collectors.joining("\n")))),
            List.of(Desk.scope(assessment).manifestSubject()),
            outcomes,
            details);
    Evidence recorded =
        desk.workspace().record(List.of(CheckRunPredicate.statement(run))).getFirst();
    tell(shell.terminal(), run, rules, recorded);
    return switch (run.verdict()) {
      case PASSED -> Exit.OPEN;
      case FAILED -> Exit.CLOSED;
      // What concerned nothing proves nothing.
      case NOT_APPLICABLE, UNDECIDED -> Exit.INCOMPLETE;
    };
  }

  private static void tell(Terminal terminal, CheckRun run, List<Rule> rules, Evidence recorded) {
    for (Rule rule : rules) {
      Outcome outcome = run.outcomes().get(rule.id());
      switch (outcome) {
        case Outcome.Passed _ ->
            terminal.line("  " + terminal.paint(Paint.GREEN, "✓") + " not so: " + rule.title());
        case Outcome.NotApplicable(String why) ->
            terminal.line("  – " + rule.id() + " does not apply: " + why);
        case Outcome.Undecided undecided ->
            terminal.line("  ? " + rule.id() + " cannot be decided: " + undecided.detail());
        case Outcome.Failed failed ->
            failed
                .findings()
                .forEach(
                    finding ->
                        terminal.line(
                            "  "
                                + terminal.paint(Paint.RED, "✗")
                                + " "
                                + rule.id()
                                + " "
                                + finding.message()));
        case null -> {}
      }
    }
    terminal.line("%s is on record, entry %d".formatted(run.suite(), recorded.index()));
  }
}
