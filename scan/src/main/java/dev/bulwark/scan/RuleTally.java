package dev.bulwark.scan;

import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One rule's outcomes over everything in one file, joined: Failed over Undecided over Passed over
/// NotApplicable. A finding counts however its own examination ended.
final class RuleTally {
  /// Of a rule that met nothing it concerns.
  static final Outcome NOTHING = new Outcome.NotApplicable("nothing of its format");

  private static final Outcome PASSED = Outcome.passed();
  private static final int MAX_FINDINGS = 200;

  private final List<Finding> findings = new ArrayList<>();
  private final List<Finding> dropped = new ArrayList<>();
  private Outcome.@Nullable Undecided undecided;
  private int furtherUndecided;
  private int droppedCount;
  private boolean passed;

  void add(Outcome outcome) {
    switch (outcome) {
      case Outcome.Passed _ -> passed = true;
      case Outcome.Failed _, Outcome.NotApplicable _ -> {}
      case Outcome.Undecided open -> {
        if (undecided == null) {
          undecided = open;
        } else {
          furtherUndecided++;
        }
      }
    }
    for (Finding finding : outcome.findings()) {
      keep(finding);
    }
  }

  /// Keeps the first findings, and of the others the gravest.
  private void keep(Finding finding) {
    if (findings.size() < MAX_FINDINGS) {
      findings.add(finding);
      return;
    }
    droppedCount++;
    if (dropped.isEmpty() || finding.severity().compareTo(dropped.getFirst().severity()) > 0) {
      dropped.clear();
      dropped.add(finding);
    }
  }

  /// @param file the whole, for what cannot be said of one place in it
  Outcome outcome(RuleId rule, Place file) {
    if (findings.isEmpty() && undecided == null) {
      return passed ? PASSED : NOTHING;
    }
    List<Finding> all = new ArrayList<>(findings);
    if (droppedCount > 0) {
      Severity worst = dropped.getFirst().severity();
      all.add(new Finding(rule, worst, file, droppedCount + " further findings are not listed."));
    }
    all.sort(Comparator.comparing(Finding::place).thenComparing(Finding::message));
    if (all.stream().anyMatch(finding -> finding.severity().fails())) {
      return new Outcome.Failed(all);
    }
    if (undecided != null) {
      String more = furtherUndecided == 0 ? "" : " (and " + furtherUndecided + " more)";
      return new Outcome.Undecided(undecided.reason(), undecided.detail() + more, all);
    }
    return passed ? new Outcome.Passed(all) : NOTHING;
  }
}
