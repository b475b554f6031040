package dev.bulwark.kernel.check;

import java.util.Comparator;
import java.util.List;

/// How one rule went over one target. There is no fifth case, and nothing but {@link Passed} is a
/// pass (law 1).
public sealed interface Outcome {

  /// The rule looked at everything it concerns and found nothing that fails.
  ///
  /// @param notes findings of severity NOTE only
  record Passed(List<Finding> notes) implements Outcome {
    public Passed {
      notes = List.copyOf(notes);
      if (notes.stream().anyMatch(note -> note.severity().fails())) {
        throw new IllegalArgumentException("a pass carries notes only, found a finding that fails");
      }
    }
  }

  /// @param findings at least one that fails; notes may stand beside it
  record Failed(List<Finding> findings) implements Outcome {
    public Failed {
      findings = List.copyOf(findings);
      if (findings.stream().noneMatch(finding -> finding.severity().fails())) {
        throw new IllegalArgumentException("a failure names at least one finding above a note");
      }
    }
  }

  /// The rule does not concern this target.
  ///
  /// @param why what about the target says so
  record NotApplicable(String why) implements Outcome {}

  /// The rule could not come to an answer; its findings so far are kept, because what was seen was
  /// seen.
  ///
  /// @param detail expected, found and where
  record Undecided(Reason reason, String detail, List<Finding> soFar) implements Outcome {
    public Undecided {
      soFar = List.copyOf(soFar);
    }
  }

  /// Why an outcome is {@link Undecided}.
  enum Reason {
    /// The bytes break the grammar they claim.
    MALFORMED,
    /// A bound on bytes, depth or entries was hit.
    OVER_LIMIT,
    /// Time ran out.
    DEADLINE,
    /// Too few samples to tell.
    TOO_FEW_SAMPLES,
    /// The bytes could not be read: no permission, vanished, changed while being read.
    UNREADABLE,
    /// A feature of the format that this version does not read, such as encryption.
    UNSUPPORTED,
    /// The check itself broke; a defect of ours, never a pass of theirs.
    BROKEN
  }

  /// A pass without notes.
  static Outcome passed() {
    return new Passed(List.of());
  }

  /// Passed when no finding is above a note, otherwise Failed.
  static Outcome of(List<Finding> findings) {
    return findings.stream().anyMatch(finding -> finding.severity().fails())
        ? new Failed(findings)
        : new Passed(findings);
  }

  /// The same, told with the gravest findings only: what is left out never was graver than what is
  /// said.
  ///
  /// @param most how many findings are told; at least 1
  static Outcome of(List<Finding> findings, int most) {
    return of(
        findings.stream()
            .sorted(Comparator.comparing(Finding::severity).reversed())
            .limit(most)
            .toList());
  }

  static Outcome undecided(Reason reason, String detail) {
    return new Undecided(reason, detail, List.of());
  }

  /// Every finding this outcome carries, notes included.
  default List<Finding> findings() {
    return switch (this) {
      case Passed passed -> passed.notes();
      case Failed failed -> failed.findings();
      case NotApplicable _ -> List.of();
      case Undecided undecided -> undecided.soFar();
    };
  }
}
