package dev.bulwark.evidence;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.evidence.passkey.Passkey;
import dev.bulwark.evidence.passkey.PasskeyWord;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whose passkeys confirm attestations and waivers when, and whether one was confirmed.
///
/// From the moment a person has a passkey in the roster, an attestation or a waiver in their name
/// counts only with that passkey's word on it: a stolen key file or password is not enough any
/// more.
final class EnrolledPasskeys {
  private static final Set<String> CONFIRMED =
      Set.of(PredicateType.ATTESTATION, PredicateType.WAIVER);

  private record Enrolment(String person, Passkey passkey, Instant from) {
    boolean counts(Instant at, Map<Bytes, Instant> removals) {
      Instant removed = removals.getOrDefault(passkey.credential(), Instant.MAX);
      return !from.isAfter(at) && at.isBefore(removed);
    }
  }

  private final Map<Bytes, Enrolment> enrolments = new LinkedHashMap<>();
  private final Map<Bytes, Instant> removals = new LinkedHashMap<>();

  /// @return false when that credential is enrolled already
  boolean enrol(RosterEvent.PasskeyEnrolled enrolled, Instant from) {
    return enrolments.putIfAbsent(
            enrolled.passkey().credential(),
            new Enrolment(enrolled.person(), enrolled.passkey(), from))
        == null;
  }

  /// Works backwards where the event says so.
  void remove(RosterEvent.PasskeyRemoved removed) {
    removals.merge(
        removed.credential(),
        removed.effective(),
        (one, other) -> one.isBefore(other) ? one : other);
  }

  List<Passkey> of(String person, Instant at) {
    return enrolments.values().stream()
        .filter(each -> each.person().equals(person) && each.counts(at, removals))
        .map(Enrolment::passkey)
        .toList();
  }

  /// Whether the passkey that confirmed this counted at its receipt, by all that is known.
  boolean count(Evidence evidence) {
    if (!(evidence.signer() instanceof Signer.Person(String _, String person))
        || !needsWord(evidence.statement())) {
      return true;
    }
    return evidence
        .statement()
        .predicate()
        .object(PasskeyWord.MEMBER)
        .map(
            word ->
                of(person, evidence.received()).stream()
                    .anyMatch(each -> word.object("key").filter(each.json()::equals).isPresent()))
        .orElse(true);
  }

  /// Why an attestation or a waiver is not confirmed as its signer's passkeys ask; empty when it
  /// is, and for other statements.
  static Optional<String> objection(
      Roster known, Instant received, Signer signer, Statement statement) {
    if (!(signer instanceof Signer.Person(String _, String person)) || !needsWord(statement)) {
      return Optional.empty();
    }
    List<Passkey> passkeys = known.passkeys(person, received);
    if (statement.predicate().find(PasskeyWord.MEMBER).isEmpty()) {
      return passkeys.isEmpty()
          ? Optional.empty()
          : Optional.of("expected the word of one of the signer's passkeys, found none");
    }
    try {
      PasskeyWord word =
          PasskeyWord.parse(
              Members.of(EvidenceFault.PREDICATE_MALFORMED, statement.predicate())
                  .object(PasskeyWord.MEMBER));
      return passkeys.contains(word.key())
          ? word.objection(text(statement)).map(why -> why + " at predicate.passkey, found another")
          : Optional.of("expected a passkey the signer has in the roster, found another");
    } catch (EvidenceFault e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static boolean needsWord(Statement statement) {
    return CONFIRMED.contains(statement.predicateType());
  }

  /// The statement as the person saw it: all of it but the passkey's own word.
  private static Json.Obj text(Statement statement) {
    Json.Builder predicate = Json.object();
    statement
        .predicate()
        .members()
        .forEach(
            (name, value) -> {
              if (!name.equals(PasskeyWord.MEMBER)) {
                predicate.put(name, value);
              }
            });
    return new Statement(statement.subjects(), statement.predicateType(), predicate.build()).json();
  }
}
