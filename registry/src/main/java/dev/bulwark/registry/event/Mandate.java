package dev.bulwark.registry.event;

import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.check.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the judge's event will lean on. Whether it may is the fold's word.
public sealed interface Mandate {

  /// A person who asks for this step, now.
  record Person(SigningKey key) implements Mandate {}

  /// A person's standing order: the request a channel was opened with.
  record Order(Reference request) implements Mandate {}

  /// Why nobody would take a request under this: the person's key does not count. A standing order
  /// is looked at when it is used.
  default Optional<String> stranger(EvidenceLog log, Instant now) {
    return switch (this) {
      case Person(SigningKey key) ->
          log.roster().trusts(key.id(), now)
              ? Optional.empty()
              : Optional.of("the request would be signed by a key that does not count");
      case Order _ -> Optional.empty();
    };
  }

  /// The place of the request in the ledger; a person's is put there first.
  default Reference request(Request wanted, List<Subject> about, EvidenceLog log) {
    return switch (this) {
      case Person(SigningKey key) -> Reference.to(log.record(wanted.statement(about), key));
      case Order(Reference request) -> request;
    };
  }
}
