package dev.bulwark.registry.state;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.registry.event.Reference;
import java.time.Instant;

/// Where an event stands in the ledger, or would stand.
record At(Reference reference, Instant received) {
  static At of(Evidence evidence) {
    return new At(Reference.to(evidence), evidence.received());
  }
}
