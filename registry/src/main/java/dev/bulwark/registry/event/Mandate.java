package dev.bulwark.registry.event;

import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.check.Subject;
import java.util.List;

/// What the judge's event will lean on. Whether it may is the fold's word.
public sealed interface Mandate {

  /// A person who asks for this step, now.
  record Person(SigningKey key) implements Mandate {}

  /// A person's standing order: the request a channel was opened with.
  record Order(Reference request) implements Mandate {}

  /// The place of the request in the ledger; a person's is put there first.
  default Reference request(Request wanted, List<Subject> about, EvidenceLog log) {
    return switch (this) {
      case Person(SigningKey key) -> Reference.to(log.record(wanted.statement(about), key));
      case Order(Reference request) -> request;
    };
  }
}
