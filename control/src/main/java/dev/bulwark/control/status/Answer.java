package dev.bulwark.control.status;

import dev.bulwark.control.policy.Requirement;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.check.Subject;
import java.util.List;

/// What the ledger says to one requirement about one thing.
///
/// @param behind the evidence that decided it, in the ledger's order; empty when there is none
public record Answer(Requirement requirement, Target target, Reason reason, List<Evidence> behind) {

  /// What the answer is about.
  public sealed interface Target {
    String name();

    /// Bytes of the system.
    record Bytes(Subject subject) implements Target {
      @Override
      public String name() {
        return subject.name();
      }
    }

    /// Something the system does not have, by the requirement's word for it.
    record Absent(String name) implements Target {}
  }

  public Answer {
    behind = List.copyOf(behind);
  }

  public State state() {
    return reason.state();
  }

  /// One line for people: what was asked, about what, and why it stands as it does.
  public String text() {
    return requirement.source().name() + " on " + target.name() + ": " + reason.text();
  }
}
