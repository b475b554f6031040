package dev.bulwark.evidence;

import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.evidence.passkey.Passkey;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Really signed evidence for tests: a ledger in memory whose every entry went through the real
/// {@link Verifier}.
///
/// ```
/// EvidenceFixture ledger = EvidenceFixture.begin(at("2026-01-01T00:00:00Z"));
/// ledger.enrol("mira", t); ledger.grant("mira", "risk", t);
/// Evidence run = ledger.judge(CheckRunPredicate.statement(run), t);
/// Evidence vote = ledger.person("mira", attestation, t);
/// status(ledger.all(), ledger.roster(asOf), asOf);
/// ```
///
/// Fast: names own the same key in every fixture of a test run, a statement is signed once per key
/// and its signatures are verified once (about 2 ms), however often and whenever it is received
/// (about 20 µs). Entry 0 enrols the judge, as in a real ledger. Not thread-safe; separate fixtures
/// may be used from several threads.
public final class EvidenceFixture {
  private static final int REMEMBERED = 20_000;
  private static final Map<String, SigningKey> KEYS = new ConcurrentHashMap<>();
  private static final Map<Signed, Bytes> ENVELOPES = new ConcurrentHashMap<>();
  private static final Map<Checked, VerifyingKey.Held> HELD = new ConcurrentHashMap<>();

  private record Signed(String keyId, Bytes payload) {}

  private record Checked(String keyId, Digest envelope) {}

  private final Verifier verifier = new Verifier(EvidenceFixture::held);
  private final SigningKey judge = key("judge");
  private final List<Evidence> all = new ArrayList<>();
  private final List<Verification> verifications = new ArrayList<>();
  private Roster roster = Roster.of(judge.verifyingKey());

  private EvidenceFixture() {}

  /// A ledger whose first entry enrols the judge.
  public static EvidenceFixture begin(Instant at) {
    EvidenceFixture fixture = new EvidenceFixture();
    fixture.event(
        new RosterEvent.Enrolled(
            RosterEvent.Holder.judge("judge"), fixture.judge.verifyingKey(), at),
        at);
    return fixture;
  }

  /// The key of that name, the same for the whole test run.
  public static SigningKey key(String name) {
    return KEYS.computeIfAbsent(name, _ -> SigningKey.generate(new SecureRandom()));
  }

  /// Received and signed by the judge: A4.
  public Evidence judge(Statement statement, Instant at) {
    return receive(sign(statement, judge), at);
  }

  /// Received and signed by a person's key of that name: A1 or A2 when {@link #enrol}led, otherwise
  /// A0.
  public Evidence person(String person, Statement statement, Instant at) {
    return receive(sign(statement, key(person)), at);
  }

  /// Received and signed by a collector: A3 when {@link #enrolCollector enrolled}, otherwise A0.
  public Evidence collector(String name, Statement statement, Instant at) {
    return receive(sign(statement, key("collector " + name)), at);
  }

  /// Received and signed by a key nobody enrolled: A0.
  public Evidence stranger(Statement statement, Instant at) {
    return receive(sign(statement, key("stranger")), at);
  }

  /// Received in the judge's name with signatures that do not hold: A0.
  public Evidence tampered(Statement statement, Instant at) {
    Envelope other = judge.sign(Envelope.IN_TOTO, Bytes.utf8("{}"));
    return receive(
        new Envelope(Envelope.IN_TOTO, statement.json().canonicalBytes(), other.signatures())
            .bytes(),
        at);
  }

  /// A person of that name signs with the key of that name from `at` on.
  public Evidence enrol(String person, Instant at) {
    return event(
        new RosterEvent.Enrolled(RosterEvent.Holder.person(person), key(person).verifyingKey(), at),
        at);
  }

  public Evidence enrolCollector(String name, Instant at) {
    return event(
        new RosterEvent.Enrolled(
            RosterEvent.Holder.collector(name), key("collector " + name).verifyingKey(), at),
        at);
  }

  /// From then on the person's attestations count with this passkey's word alone.
  public Evidence enrolPasskey(String person, Passkey passkey, Instant at) {
    return event(new RosterEvent.PasskeyEnrolled(person, passkey, at), at);
  }

  /// Takes a passkey away; `effective` may be before `at`.
  public Evidence removePasskey(String person, Passkey passkey, Instant effective, Instant at) {
    return event(new RosterEvent.PasskeyRemoved(person, passkey.credential(), effective), at);
  }

  public Evidence grant(String person, String role, Instant at) {
    return event(new RosterEvent.Granted(person, role, at), at);
  }

  public Evidence withdraw(String person, String role, Instant effective, Instant at) {
    return event(new RosterEvent.Withdrawn(person, role, effective), at);
  }

  /// Revokes the key of that name; `effective` may be before `at`.
  public Evidence revoke(String name, RosterEvent.Reason reason, Instant effective, Instant at) {
    return event(new RosterEvent.Revoked(key(name).verifyingKey().digest(), reason, effective), at);
  }

  /// Any roster event, signed by the judge.
  public Evidence event(RosterEvent event, Instant at) {
    return judge(event.statement(judge.verifyingKey()), at);
  }

  /// Any envelope, as it came.
  ///
  /// @throws AssertionError when there is no statement in it, so that it cannot be evidence
  public Evidence receive(Bytes envelope, Instant at) {
    Verification verification =
        verifier.verify(roster, new Verifier.Received(verifications.size(), at, envelope));
    verifications.add(verification);
    Evidence evidence =
        switch (verification) {
          case Verification.Proven proven -> proven.evidence();
          case Verification.Unproven unproven -> unproven.evidence();
          case Verification.Unreadable unreadable -> throw new AssertionError(unreadable);
        };
    all.add(evidence);
    roster = roster.with(evidence);
    return evidence;
  }

  /// Everything received, in order: what a decider gets.
  public List<Evidence> all() {
    return List.copyOf(all);
  }

  /// The same for one moment: what had been received by then.
  public List<Evidence> all(Instant asOf) {
    return all.stream().filter(evidence -> !evidence.received().isAfter(asOf)).toList();
  }

  /// What the verifier said of each, by index.
  public List<Verification> verifications() {
    return List.copyOf(verifications);
  }

  public Roster roster(Instant asOf) {
    return Roster.asOf(all, asOf);
  }

  /// The envelope of a statement, signed once per key.
  public static Bytes sign(Statement statement, SigningKey key) {
    forgetWhenFull(ENVELOPES);
    Bytes payload = statement.json().canonicalBytes();
    return ENVELOPES.computeIfAbsent(
        new Signed(key.id(), payload), _ -> key.sign(Envelope.IN_TOTO, payload).bytes());
  }

  /// A statement about bytes made of a word, for tests that need any statement.
  public static Statement statement(String predicateType, String subject, Json.Obj predicate) {
    return new Statement(
        List.of(new Subject(subject, Digest.of(Bytes.utf8(subject)))), predicateType, predicate);
  }

  private static VerifyingKey.Held held(Verifier.Parsed parsed, VerifyingKey key) {
    forgetWhenFull(HELD);
    return HELD.computeIfAbsent(
        new Checked(key.id(), parsed.digest()), _ -> key.verify(parsed.envelope()));
  }

  private static void forgetWhenFull(Map<?, ?> remembered) {
    if (remembered.size() > REMEMBERED) {
      remembered.clear();
    }
  }
}
