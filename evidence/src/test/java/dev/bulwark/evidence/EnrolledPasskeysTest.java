package dev.bulwark.evidence;

import static dev.bulwark.evidence.EvidenceFixture.statement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.passkey.PaperPasskey;
import dev.bulwark.evidence.passkey.PasskeyWord;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whose passkey an attestation needs, and when it counts no more.
final class EnrolledPasskeysTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Statement VOTE =
      statement(
          PredicateType.ATTESTATION, "design", Json.object().put("decision", "approve").build());

  private final EvidenceFixture ledger = EvidenceFixture.begin(NOW);
  private final PaperPasskey miras = new PaperPasskey("the passkey of mira");
  private final PaperPasskey toms = new PaperPasskey("the passkey of tom");

  @BeforeEach
  void enrol() {
    ledger.enrol("mira", NOW);
    ledger.enrol("tom", NOW);
  }

  private static Statement with(Statement statement, Json word) {
    Json.Builder predicate = Json.object();
    statement.predicate().members().forEach(predicate::put);
    predicate.put(PasskeyWord.MEMBER, word);
    return new Statement(statement.subjects(), statement.predicateType(), predicate.build());
  }

  private static Statement confirmed(PaperPasskey passkey) {
    return with(VOTE, passkey.word(VOTE.json()).json());
  }

  private void counts(String person, Statement statement) {
    assertThat(ledger.person(person, statement, NOW).assurance()).isEqualTo(Assurance.A1);
  }

  private void refused(String person, Statement statement) {
    assertThat(ledger.person(person, statement, NOW).assurance()).isEqualTo(Assurance.A0);
    assertThat(ledger.verifications().getLast())
        .isInstanceOfSatisfying(
            Verification.Unproven.class,
            unproven -> assertThat(unproven.reason()).isEqualTo(Verification.Reason.PASSKEY));
  }

  @Test
  void fromTheFirstPasskeyOnItsWordIsNeeded() {
    counts("mira", VOTE);
    ledger.enrolPasskey("mira", miras.passkey(), NOW);
    refused("mira", VOTE);
    counts("mira", confirmed(miras));
    counts("tom", VOTE);
  }

  @Test
  void aWaiverNeedsItAsWell() {
    Statement waiver =
        statement(PredicateType.WAIVER, "design", Json.object().put("control", "GOV-01").build());
    counts("mira", waiver);
    ledger.enrolPasskey("mira", miras.passkey(), NOW);
    refused("mira", waiver);
    refused("mira", with(waiver, miras.word(VOTE.json()).json()));
    counts("mira", with(waiver, miras.word(waiver.json()).json()));
  }

  @Test
  void aPasskeyOfNobodyOrSomebodyElseConfirmsNothing() {
    refused("mira", confirmed(miras));
    ledger.enrolPasskey("mira", miras.passkey(), NOW);
    ledger.enrolPasskey("tom", toms.passkey(), NOW);
    refused("mira", confirmed(toms));
    refused("tom", confirmed(miras));
  }

  @Test
  void aWordOnSomethingElseMakesItNotCount() {
    ledger.enrolPasskey("mira", miras.passkey(), NOW);
    Statement no =
        statement(
            PredicateType.ATTESTATION, "design", Json.object().put("decision", "reject").build());
    refused("mira", with(no, miras.word(VOTE.json()).json()));
    refused("mira", with(VOTE, Json.object().build()));
    refused("mira", with(VOTE, Json.of("yes")));
  }

  @Test
  void aRemovedPasskeyConfirmsNoMoreAlsoBackwards() {
    ledger.enrolPasskey("mira", miras.passkey(), NOW);
    Evidence before = ledger.person("mira", confirmed(miras), NOW.plusSeconds(10));
    assertThat(ledger.roster(NOW.plusSeconds(20)).counts(before)).isTrue();
    ledger.removePasskey("mira", miras.passkey(), NOW.plusSeconds(5), NOW.plusSeconds(30));
    assertThat(ledger.roster(NOW.plusSeconds(30)).counts(before)).as("stolen before").isFalse();
    assertThat(ledger.person("mira", confirmed(miras), NOW.plusSeconds(40)).assurance())
        .isEqualTo(Assurance.A0);
    assertThat(ledger.person("mira", VOTE, NOW.plusSeconds(40)).assurance())
        .as("without passkeys as before")
        .isEqualTo(Assurance.A1);
  }

  @Test
  void aCredentialHasOneHolder() {
    ledger.enrolPasskey("mira", miras.passkey(), NOW);
    ledger.enrolPasskey("tom", miras.passkey(), NOW);
    Roster roster = ledger.roster(NOW);
    assertThat(roster.passkeys("mira", NOW)).containsExactly(miras.passkey());
    assertThat(roster.passkeys("tom", NOW)).isEmpty();
    assertThat(roster.problems()).hasSize(1);
  }

  @Test
  void onlyAJudgeEnrolsPasskeys() {
    Statement own =
        new RosterEvent.PasskeyEnrolled("mira", miras.passkey(), NOW)
            .statement(EvidenceFixture.key("mira").verifyingKey());
    assertThat(ledger.person("mira", own, NOW).assurance()).isEqualTo(Assurance.A0);
    assertThat(ledger.roster(NOW).passkeys("mira", NOW)).isEmpty();
  }
}
