package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Gathers one rule's findings over a view and makes its outcome of them.
///
/// What was seen was seen: findings fail the rule however the reading ended. Without any, a reading
/// that stopped early cannot pass.
final class Answers {
  private static final int MOST = 200;
  private static final Outcome PASSED = Outcome.passed();

  private final Rule rule;
  private final PickleView view;
  private final List<Finding> findings = new ArrayList<>();

  Answers(Rule rule, PickleView view) {
    this.rule = rule;
    this.view = view;
  }

  void add(Severity severity, long offset, String message) {
    findings.add(new Finding(rule.id(), severity, view.place().at(offset), message));
  }

  Outcome outcome() {
    if (findings.isEmpty() && view.ending() == PickleView.Ending.Complete.COMPLETE) {
      return PASSED;
    }
    List<Finding> worst =
        findings.stream()
            .distinct()
            .sorted(
                Comparator.comparing(Finding::severity)
                    .reversed()
                    .thenComparing(Finding::place)
                    .thenComparing(Finding::message))
            .limit(MOST)
            .toList();
    boolean fails = worst.stream().anyMatch(finding -> finding.severity().fails());
    if (!fails && view.ending() instanceof PickleView.Ending.Stopped stopped) {
      return new Outcome.Undecided(
          stopped.reason(),
          stopped.problem() + " at offset 0x" + Long.toHexString(stopped.offset()),
          worst);
    }
    return Outcome.of(worst);
  }

  static String times(long count) {
    return count > 1 ? " (" + count + " times)" : "";
  }
}
