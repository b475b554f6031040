package dev.bulwark.project.session;

import dev.bulwark.control.policy.Policy;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Which policy a moment is judged by.
public final class Policies {
  private Policies() {}

  /// The digest of the newest policy the judge put in force; nobody else's counts.
  static Optional<String> newest(List<Evidence> ledger) {
    return ledger.reversed().stream()
        .filter(evidence -> evidence.statement().predicateType().equals(PredicateType.POLICY))
        .filter(evidence -> evidence.assurance().atLeast(Assurance.A4))
        .findFirst()
        .flatMap(evidence -> evidence.statement().predicate().text("digest"));
  }

  /// The policy that was in force, or this program's own for a moment before there was any.
  public static Policy at(List<Evidence> ledger, Instant asOf) {
    return Policy.inForce(ledger, asOf).orElseGet(Policy::builtin);
  }
}
