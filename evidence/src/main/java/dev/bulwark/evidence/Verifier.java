package dev.bulwark.evidence;

import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Turns an envelope the ledger took in into {@link Evidence}; nobody else can (law 3).
///
/// Guarantees for {@link Verification.Proven}: both signatures of one key hold over exactly these
/// bytes; that key was enrolled and not revoked when they were received, as known then; the
/// statement is readable and claims no moment after its receipt (five minutes allowed for clocks);
/// an attestation of somebody who has passkeys in the roster was confirmed with one of them, over
/// exactly what it says. Later knowledge, such as a revocation that works backwards, is {@link
/// Roster#counts}.
///
/// The signer is the holder of the key the first signature names; further signatures in the
/// envelope are for other readers. Assurance follows from who signed what:
///
/// | signer | statement | |
/// |---|---|---|
/// | judge | any but an attestation, waiver or request | A4 |
/// | collector | any but those and what only a judge says | A3 |
/// | person | attestation, waiver, request | A1 |
/// | person | any other but what only a judge says | A2, a report they import |
/// | anybody else | any | A0 |
///
/// Only a judge changes the roster or the registry, or erases. Stateless; may be used from several
/// threads.
public final class Verifier {
  /// How far a claimed time may lie after the receipt: clocks differ.
  static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  /// An envelope that was taken in.
  ///
  /// @param index its place in the ledger
  /// @param at when the ledger took it in
  /// @param envelope as it came, untrusted
  public record Received(long index, Instant at, Bytes envelope) {}

  /// Says which signatures of a key hold. The one that is true asks the key; a caller of this
  /// package may remember what the key said, so it is never public.
  @FunctionalInterface
  interface SignatureCheck {
    VerifyingKey.Held verify(Parsed parsed, VerifyingKey key);

    SignatureCheck REAL = (parsed, key) -> key.verify(parsed.envelope());
  }

  /// An envelope that can be read, its signatures not yet looked at.
  record Parsed(Received received, Digest digest, Envelope envelope, Statement statement) {

    /// The id of the key it says it is signed with. A claim.
    String claimedKeyId() {
      return SigningKey.keyIdIn(envelope.signatures().getFirst());
    }
  }

  /// What reading came to.
  sealed interface Reading {
    record Understood(Parsed parsed) implements Reading {}

    record Broken(Verification.Unreadable why) implements Reading {}
  }

  /// What only a person can say.
  private static final Set<String> PERSONAL =
      Set.of(PredicateType.ATTESTATION, PredicateType.WAIVER, PredicateType.REQUEST);

  /// What only a judge can say.
  private static final Set<String> JUDGES_ALONE =
      Set.of(PredicateType.KEY, PredicateType.ERASURE, PredicateType.REGISTRY);

  private final SignatureCheck signatures;

  public Verifier() {
    this(SignatureCheck.REAL);
  }

  Verifier(SignatureCheck signatures) {
    this.signatures = signatures;
  }

  /// Verifies one envelope.
  ///
  /// @param known the roster as the ledger's entries before this one make it
  public Verification verify(Roster known, Received received) {
    return switch (parse(received)) {
      case Reading.Broken(Verification.Unreadable why) -> why;
      case Reading.Understood(Parsed parsed) -> judge(known, parsed);
    };
  }

  /// The half that needs no roster: bytes to statement.
  static Reading parse(Received received) {
    Envelope envelope;
    try {
      envelope = Envelope.parse(received.envelope());
    } catch (EvidenceFault e) {
      return broken(received, Verification.Reason.ENVELOPE, e.getMessage());
    }
    if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
      return broken(
          received,
          Verification.Reason.PAYLOAD_TYPE,
          "expected the payload type " + Envelope.IN_TOTO + ", found another");
    }
    try {
      Statement statement = Statement.parse(envelope.payload());
      return new Reading.Understood(
          new Parsed(received, Digest.of(received.envelope()), envelope, statement));
    } catch (EvidenceFault e) {
      return broken(received, Verification.Reason.STATEMENT, e.getMessage());
    }
  }

  /// The half that weighs it: signatures, signer, times.
  Verification judge(Roster known, Parsed parsed) {
    String keyId = parsed.claimedKeyId();
    Optional<VerifyingKey> key = known.key(keyId);
    if (key.isEmpty()) {
      return unproven(
          parsed,
          Verification.Reason.UNKNOWN_SIGNER,
          "expected the signature of an enrolled key, found one of a key nobody enrolled by then");
    }
    VerifyingKey.Held held = signatures.verify(parsed, key.get());
    if (!held.both()) {
      return unproven(parsed, Verification.Reason.SIGNATURE, describe(held));
    }
    Signer signer = known.signer(keyId, parsed.received().at());
    if (signer instanceof Signer.Unknown) {
      return unproven(
          parsed,
          Verification.Reason.REVOKED_SIGNER,
          "expected a key that counts when this was received, found one revoked or not yet in force");
    }
    return weigh(known, parsed, signer);
  }

  private static Verification weigh(Roster known, Parsed parsed, Signer signer) {
    Instant latest = parsed.received().at().plus(CLOCK_TOLERANCE);
    Optional<String> ahead = ClaimedTimes.firstAfter(latest, parsed.statement().predicate());
    if (ahead.isPresent()) {
      return unproven(
          parsed,
          Verification.Reason.FUTURE_DATED,
          "expected at predicate.%s a time up to the receipt, found a later one or none"
              .formatted(ahead.get()));
    }
    Optional<String> unconfirmed =
        EnrolledPasskeys.objection(known, parsed.received().at(), signer, parsed.statement());
    if (unconfirmed.isPresent()) {
      return unproven(parsed, Verification.Reason.PASSKEY, unconfirmed.get());
    }
    Assurance assurance = assurance(signer, parsed.statement().predicateType());
    return assurance == Assurance.A0
        ? unproven(
            parsed,
            Verification.Reason.NOT_THEIRS,
            "expected a person for an attestation, a waiver or a request, the judge for keys, erasures and the registry, found another signer")
        : new Verification.Proven(evidence(parsed, signer, assurance));
  }

  private static Assurance assurance(Signer signer, String predicateType) {
    boolean personal = PERSONAL.contains(predicateType);
    boolean judges = JUDGES_ALONE.contains(predicateType);
    return switch (signer) {
      case Signer.Judge _ -> personal ? Assurance.A0 : Assurance.A4;
      case Signer.Collector _ -> personal || judges ? Assurance.A0 : Assurance.A3;
      case Signer.Person _ -> judges ? Assurance.A0 : personal ? Assurance.A1 : Assurance.A2;
      case Signer.Unknown _ -> Assurance.A0;
    };
  }

  private static String describe(VerifyingKey.Held held) {
    return "expected an Ed25519 and an ML-DSA-65 signature that hold, found "
        + (held.ed25519()
            ? "only the Ed25519 one"
            : held.mlDsa65() ? "only the ML-DSA-65 one" : "neither");
  }

  private static Verification unproven(Parsed parsed, Verification.Reason reason, String detail) {
    Signer nobody = new Signer.Unknown(parsed.claimedKeyId());
    return new Verification.Unproven(evidence(parsed, nobody, Assurance.A0), reason, detail);
  }

  private static Evidence evidence(Parsed parsed, Signer signer, Assurance assurance) {
    return new Evidence(
        parsed.received().index(),
        parsed.received().at(),
        parsed.digest(),
        parsed.statement(),
        signer,
        assurance);
  }

  private static Reading broken(Received received, Verification.Reason reason, String detail) {
    return new Reading.Broken(
        new Verification.Unreadable(received.index(), received.at(), reason, detail));
  }
}
