package dev.bulwark.scan;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Severity;

/// A scan in one word. The order is the meaning: of two, the later one stands, and nothing in a
/// file can move it back.
public enum Verdict {
  /// Everything was read and nothing was found.
  CLEAN,
  /// Something worth reading that fails nothing.
  NOTICE,
  /// Something was not read, or nothing was.
  INCOMPLETE,
  /// A grammar is broken: no telling what a loader makes of the rest.
  MALFORMED,
  /// What well-behaved tools do not write.
  SUSPICIOUS,
  /// Loading it does harm.
  MALICIOUS;

  /// Whether the gate stays closed.
  public boolean fails() {
    return this != CLEAN && this != NOTICE;
  }

  public Verdict worse(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public static Verdict of(CheckRun run) {
    boolean concerned = false;
    Verdict worst = CLEAN;
    for (Outcome outcome : run.outcomes().values()) {
      if (!(outcome instanceof Outcome.NotApplicable)) {
        concerned = true;
        worst = worst.worse(of(outcome));
      }
    }
    return concerned ? worst : INCOMPLETE;
  }

  private static Verdict of(Outcome outcome) {
    Verdict worst =
        switch (outcome) {
          case Outcome.Passed _, Outcome.NotApplicable _, Outcome.Failed _ -> CLEAN;
          case Outcome.Undecided undecided ->
              undecided.reason() == Outcome.Reason.MALFORMED ? MALFORMED : INCOMPLETE;
        };
    for (Finding finding : outcome.findings()) {
      worst = worst.worse(of(finding.severity()));
    }
    return worst;
  }

  private static Verdict of(Severity severity) {
    return switch (severity) {
      case NOTE -> NOTICE;
      case LOW, MEDIUM, HIGH -> SUSPICIOUS;
      case CRITICAL -> MALICIOUS;
    };
  }
}
