package dev.bulwark.evidence;

import static dev.bulwark.evidence.EvidenceFixture.key;
import static dev.bulwark.evidence.EvidenceFixture.sign;
import static dev.bulwark.evidence.EvidenceFixture.statement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifierTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Json.Obj NOTHING = Json.object().build();
  private static final Statement REPORT =
      statement(PredicateType.TEST_RESULT, "model", Json.object().put("result", "PASSED").build());
  private static final Statement VOTE = statement(PredicateType.ATTESTATION, "design", NOTHING);

  private final EvidenceFixture ledger = EvidenceFixture.begin(NOW);

  private Verification.Reason reasonOfLast() {
    return switch (ledger.verifications().getLast()) {
      case Verification.Proven proven -> throw new AssertionError(proven);
      case Verification.Unproven unproven -> unproven.reason();
      case Verification.Unreadable unreadable -> unreadable.reason();
    };
  }

  private Verification verify(Bytes envelope) {
    Roster roster = Roster.of(key("judge").verifyingKey());
    return new Verifier().verify(roster, new Verifier.Received(1, NOW, envelope));
  }

  @Test
  void assuranceFollowsFromWhoSignedWhat() {
    ledger.enrol("mira", NOW);
    ledger.enrolCollector("runner", NOW);
    assertThat(ledger.judge(REPORT, NOW).assurance()).isEqualTo(Assurance.A4);
    assertThat(ledger.collector("runner", REPORT, NOW).assurance()).isEqualTo(Assurance.A3);
    assertThat(ledger.person("mira", REPORT, NOW).assurance()).isEqualTo(Assurance.A2);
    assertThat(ledger.person("mira", VOTE, NOW).assurance()).isEqualTo(Assurance.A1);
    assertThat(
            ledger.person("mira", statement(PredicateType.WAIVER, "c", NOTHING), NOW).assurance())
        .isEqualTo(Assurance.A1);
    assertThat(ledger.stranger(REPORT, NOW).assurance()).isEqualTo(Assurance.A0);
  }

  @Test
  void evidenceSaysWhatWasSignedAndByWhom() {
    ledger.enrol("mira", NOW);
    Evidence evidence = ledger.person("mira", REPORT, NOW.plusSeconds(5));
    assertThat(evidence.statement()).isEqualTo(REPORT);
    assertThat(evidence.signer()).isEqualTo(new Signer.Person(key("mira").id(), "mira"));
    assertThat(evidence.received()).isEqualTo(NOW.plusSeconds(5));
    assertThat(evidence.index()).isEqualTo(2);
  }

  @Test
  void onlyAPersonAttests() {
    ledger.enrolCollector("runner", NOW);
    assertThat(ledger.judge(VOTE, NOW).assurance()).isEqualTo(Assurance.A0);
    assertThat(reasonOfLast()).isEqualTo(Verification.Reason.NOT_THEIRS);
    assertThat(ledger.collector("runner", VOTE, NOW).assurance()).isEqualTo(Assurance.A0);
  }

  @Test
  void onlyAJudgeEnrolsOrErases() {
    ledger.enrol("mira", NOW);
    ledger.enrolCollector("runner", NOW);
    Statement own =
        new RosterEvent.Granted("mira", "risk", NOW).statement(key("mira").verifyingKey());
    assertThat(ledger.person("mira", own, NOW).assurance()).isEqualTo(Assurance.A0);
    assertThat(ledger.collector("runner", own, NOW).assurance()).isEqualTo(Assurance.A0);
    assertThat(
            ledger.person("mira", statement(PredicateType.ERASURE, "e", NOTHING), NOW).assurance())
        .isEqualTo(Assurance.A0);
    assertThat(ledger.roster(NOW).holds("mira", "risk", NOW)).isFalse();
  }

  @Test
  void aKeyCountsFromItsEnrolmentToItsRevocation() {
    assertThat(ledger.person("tom", REPORT, NOW).assurance()).isEqualTo(Assurance.A0);
    assertThat(reasonOfLast()).isEqualTo(Verification.Reason.UNKNOWN_SIGNER);
    ledger.enrol("tom", NOW.plusSeconds(10));
    assertThat(ledger.person("tom", REPORT, NOW.plusSeconds(9)).assurance())
        .isEqualTo(Assurance.A0);
    assertThat(ledger.person("tom", REPORT, NOW.plusSeconds(10)).assurance())
        .isEqualTo(Assurance.A2);
    ledger.revoke("tom", RosterEvent.Reason.LEFT, NOW.plusSeconds(20), NOW.plusSeconds(15));
    assertThat(ledger.person("tom", REPORT, NOW.plusSeconds(19)).assurance())
        .isEqualTo(Assurance.A2);
    assertThat(ledger.person("tom", REPORT, NOW.plusSeconds(20)).assurance())
        .isEqualTo(Assurance.A0);
    assertThat(reasonOfLast()).isEqualTo(Verification.Reason.REVOKED_SIGNER);
  }

  @Test
  void signaturesOfAnotherPayloadDoNotHold() {
    assertThat(ledger.tampered(REPORT, NOW).assurance()).isEqualTo(Assurance.A0);
    assertThat(reasonOfLast()).isEqualTo(Verification.Reason.SIGNATURE);
  }

  @Test
  void oneOfTheTwoSignaturesIsNotEnough() {
    Envelope whole = Envelope.parse(sign(REPORT, key("judge")));
    for (int kept = 0; kept < 2; kept++) {
      Envelope half =
          new Envelope(whole.payloadType(), whole.payload(), List.of(whole.signatures().get(kept)));
      assertThat(verify(half.bytes()))
          .isInstanceOfSatisfying(
              Verification.Unproven.class,
              unproven -> assertThat(unproven.reason()).isEqualTo(Verification.Reason.SIGNATURE));
    }
  }

  @Test
  void halvesOfTwoKeysDoNotMakeOne() {
    Envelope judge = Envelope.parse(sign(REPORT, key("judge")));
    Envelope other = key("other").sign(Envelope.IN_TOTO, judge.payload());
    Envelope mixed =
        new Envelope(
            judge.payloadType(),
            judge.payload(),
            List.of(judge.signatures().getFirst(), other.signatures().getLast()));
    assertThat(verify(mixed.bytes())).isInstanceOf(Verification.Unproven.class);
  }

  @Test
  void furtherSignaturesDoNotChangeTheSigner() {
    Envelope judge = Envelope.parse(sign(REPORT, key("judge")));
    List<Envelope.Signature> signatures = new ArrayList<>(judge.signatures());
    signatures.addAll(key("other").sign(Envelope.IN_TOTO, judge.payload()).signatures());
    Envelope both = new Envelope(judge.payloadType(), judge.payload(), signatures);
    assertThat(verify(both.bytes()))
        .isInstanceOfSatisfying(
            Verification.Proven.class,
            proven ->
                assertThat(proven.evidence().signer())
                    .isEqualTo(new Signer.Judge(key("judge").id())));
  }

  @Test
  void futureDatedClaimsDoNotCount() {
    for (String time : List.of("2026-03-01T12:05:00Z", "2026-03-01T13:05:00+01:00")) {
      assertThat(ledger.judge(verified(time), NOW).assurance()).isEqualTo(Assurance.A4);
    }
    for (String time : List.of("2026-03-01T12:05:00.000001Z", "2027-01-01T00:00:00Z", "soon")) {
      assertThat(ledger.judge(verified(time), NOW).assurance()).isEqualTo(Assurance.A0);
      assertThat(reasonOfLast()).isEqualTo(Verification.Reason.FUTURE_DATED);
    }
  }

  @Test
  void claimsDeepInAPredicateAreRead() {
    Json.Obj times = Json.object().put("finishedOn", "2030-01-01T00:00:00Z").build();
    Json.Obj details = Json.object().put("metadata", times).build();
    Statement built =
        statement(
            "https://slsa.dev/provenance/v1",
            "m",
            Json.object().put("runDetails", details).build());
    assertThat(ledger.judge(built, NOW).assurance()).isEqualTo(Assurance.A0);
  }

  private static Statement verified(String time) {
    return statement(
        PredicateType.VERIFICATION_SUMMARY,
        "release",
        Json.object().put("timeVerified", time).build());
  }

  @Test
  void anEnvelopeOfAnotherPayloadTypeIsNoStatement() {
    SigningKey judge = key("judge");
    Bytes payload = REPORT.json().canonicalBytes();
    assertThat(verify(judge.sign("application/json", payload).bytes()))
        .isInstanceOfSatisfying(
            Verification.Unreadable.class,
            unreadable ->
                assertThat(unreadable.reason()).isEqualTo(Verification.Reason.PAYLOAD_TYPE));
  }

  @Test
  void aPayloadThatIsNoStatementIsNamedWithItsPlace() {
    Bytes payload = Bytes.utf8("{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{}]}");
    assertThat(verify(key("judge").sign(Envelope.IN_TOTO, payload).bytes()))
        .isInstanceOfSatisfying(
            Verification.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.reason()).isEqualTo(Verification.Reason.STATEMENT);
              assertThat(unreadable.detail()).contains("$.subject[0].digest");
            });
  }

  /// Whatever is done to an envelope, it says the same or nothing.
  @Test
  void noSubstringAndNoChangedByteSaysSomethingElse() {
    byte[] valid = sign(statement("t", "m", NOTHING), key("judge")).toArray();
    Statement said = statement("t", "m", NOTHING);
    for (int end = 0; end < valid.length; end += 7) {
      assertSameOrNothing(java.util.Arrays.copyOf(valid, end), said);
      assertSameOrNothing(java.util.Arrays.copyOfRange(valid, end + 1, valid.length), said);
    }
    ForAll.cases(
        2_000,
        random -> {
          byte[] changed = valid.clone();
          changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
          assertSameOrNothing(changed, said);
          assertSameOrNothing(Mangle.once(valid, random), said);
        });
  }

  private void assertSameOrNothing(byte[] envelope, Statement said) {
    if (verify(Bytes.of(envelope)) instanceof Verification.Proven proven) {
      assertThat(proven.evidence().statement()).isEqualTo(said);
    }
  }

  @Test
  void theToleranceIsFiveMinutes() {
    assertThat(Verifier.CLOCK_TOLERANCE).isEqualTo(Duration.ofMinutes(5));
  }
}
