package dev.bulwark.evidence;

import static dev.bulwark.evidence.EvidenceFixture.key;
import static dev.bulwark.evidence.EvidenceFixture.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.RosterEvent.Holder;
import dev.bulwark.evidence.RosterEvent.Reason;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.testkit.ForAll;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RosterTest {
  private final EvidenceFixture ledger = EvidenceFixture.begin(day(0));

  private static Instant day(int day) {
    return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(86_400L * day);
  }

  private static String id(String name) {
    return key(name).id();
  }

  private Roster roster(int asOf) {
    return ledger.roster(day(asOf));
  }

  @Test
  void aRoleIsHeldFromItsGrantToItsWithdrawal() {
    ledger.enrol("mira", day(1));
    ledger.grant("mira", "risk", day(2));
    ledger.withdraw("mira", "risk", day(9), day(5));
    ledger.grant("mira", "security", day(3));
    Roster roster = roster(30);
    assertThat(roster.holds("mira", "risk", day(1))).isFalse();
    assertThat(roster.holds("mira", "risk", day(2))).isTrue();
    assertThat(roster.holds("mira", "risk", day(8))).isTrue();
    assertThat(roster.holds("mira", "risk", day(9))).isFalse();
    assertThat(roster.roles("mira", day(4))).containsExactly("risk", "security");
    assertThat(roster.roles("mira", day(10))).containsExactly("security");
    assertThat(roster.people()).containsExactly("mira");
  }

  @Test
  void whatIsNotKnownYetChangesNothing() {
    ledger.enrol("mira", day(1));
    ledger.grant("mira", "risk", day(2));
    ledger.revoke("mira", Reason.COMPROMISED, day(3), day(10));
    ledger.withdraw("mira", "risk", day(3), day(10));
    assertThat(roster(9).holds("mira", "risk", day(5))).isTrue();
    assertThat(roster(9).trusts(id("mira"), day(5))).isTrue();
    assertThat(roster(10).holds("mira", "risk", day(5))).isFalse();
    assertThat(roster(10).trusts(id("mira"), day(5))).isFalse();
  }

  @Test
  void aRevocationWorksBackwardsToTheDayOfTheTheft() {
    ledger.enrol("mira", day(1));
    Evidence before = ledger.person("mira", statement("t", "s", Json.object().build()), day(2));
    Evidence after = ledger.person("mira", statement("t", "s", Json.object().build()), day(4));
    ledger.revoke("mira", Reason.COMPROMISED, day(3), day(10));
    assertThat(after.assurance()).isEqualTo(Assurance.A2);
    assertThat(roster(9).counts(after)).isTrue();
    assertThat(roster(10).counts(after)).isFalse();
    assertThat(roster(10).counts(before)).isTrue();
  }

  @Test
  void anEnrolmentNeverWorksBackwards() {
    ledger.event(
        new RosterEvent.Enrolled(Holder.person("tom"), key("tom").verifyingKey(), day(1)), day(5));
    ledger.event(new RosterEvent.Granted("tom", "risk", day(1)), day(5));
    assertThat(roster(9).trusts(id("tom"), day(4))).isFalse();
    assertThat(roster(9).trusts(id("tom"), day(5))).isTrue();
    assertThat(roster(9).holds("tom", "risk", day(4))).isFalse();
    assertThat(roster(9).holds("tom", "risk", day(5))).isTrue();
  }

  @Test
  void anEnrolmentMayBeginLater() {
    ledger.event(
        new RosterEvent.Enrolled(Holder.person("tom"), key("tom").verifyingKey(), day(7)), day(5));
    assertThat(roster(9).trusts(id("tom"), day(6))).isFalse();
    assertThat(roster(9).trusts(id("tom"), day(7))).isTrue();
  }

  @Test
  void aRevokedKeyStaysRevoked() {
    ledger.enrol("mira", day(1));
    ledger.revoke("mira", Reason.ROTATED, day(3), day(3));
    ledger.enrol("mira", day(5));
    assertThat(roster(9).trusts(id("mira"), day(6))).isFalse();
  }

  @Test
  void rotationIsANewKeyAndTheEndOfTheOldOne() {
    ledger.enrol("mira", day(1));
    ledger.event(
        new RosterEvent.Enrolled(Holder.person("mira"), key("mira 2").verifyingKey(), day(3)),
        day(3));
    ledger.revoke("mira", Reason.ROTATED, day(3), day(3));
    assertThat(roster(9).trusts(id("mira"), day(2))).isTrue();
    assertThat(roster(9).trusts(id("mira"), day(3))).isFalse();
    assertThat(roster(9).signer(id("mira 2"), day(3)))
        .isEqualTo(new Signer.Person(id("mira 2"), "mira"));
    assertThat(roster(9).keys()).extracting(Roster.Key::until).contains(day(3), Instant.MAX);
  }

  @Test
  void aKeyHasOneHolder() {
    ledger.enrol("mira", day(1));
    ledger.event(
        new RosterEvent.Enrolled(Holder.person("tom"), key("mira").verifyingKey(), day(2)), day(2));
    assertThat(roster(9).signer(id("mira"), day(3)))
        .isEqualTo(new Signer.Person(id("mira"), "mira"));
    assertThat(roster(9).problems()).singleElement().asString().contains("#2");
  }

  @Test
  void aGrantAfterAWithdrawalHolds() {
    ledger.grant("mira", "risk", day(1));
    ledger.withdraw("mira", "risk", day(2), day(2));
    ledger.grant("mira", "risk", day(3));
    assertThat(roster(9).holds("mira", "risk", day(2))).isFalse();
    assertThat(roster(9).holds("mira", "risk", day(3))).isTrue();
  }

  @Test
  void aSecondJudgeEnrolsToo() {
    ledger.event(
        new RosterEvent.Enrolled(Holder.judge("second"), key("second").verifyingKey(), day(1)),
        day(1));
    receiveFrom("second", new RosterEvent.Granted("mira", "risk", day(2)), day(2));
    assertThat(roster(9).holds("mira", "risk", day(3))).isTrue();
  }

  @Test
  void aStolenJudgesKeyOpensNoDoorAfterTheTheft() {
    ledger.event(
        new RosterEvent.Enrolled(Holder.judge("second"), key("second").verifyingKey(), day(1)),
        day(1));
    receiveFrom("second", new RosterEvent.Granted("mira", "risk", day(2)), day(2));
    // Stolen on day 3: the thief enrols a judge of their own, who grants.
    receiveFrom(
        "second",
        new RosterEvent.Enrolled(Holder.judge("third"), key("third").verifyingKey(), day(4)),
        day(4));
    receiveFrom("third", new RosterEvent.Granted("tom", "risk", day(5)), day(5));
    assertThat(roster(9).holds("tom", "risk", day(6))).isTrue();
    ledger.revoke("second", Reason.COMPROMISED, day(3), day(10));
    assertThat(roster(10).holds("mira", "risk", day(6))).isTrue();
    assertThat(roster(10).trusts(id("third"), day(6))).isFalse();
    assertThat(roster(10).holds("tom", "risk", day(6))).isFalse();
    assertThat(roster(10).problems()).hasSize(2);
  }

  @Test
  void whatAJudgeTookAwayStaysAwayWhateverIsLearnedOfThem() {
    ledger.event(
        new RosterEvent.Enrolled(Holder.judge("second"), key("second").verifyingKey(), day(1)),
        day(1));
    ledger.grant("mira", "risk", day(1));
    receiveFrom("second", new RosterEvent.Withdrawn("mira", "risk", day(4)), day(4));
    ledger.revoke("second", Reason.COMPROMISED, day(3), day(10));
    assertThat(roster(10).holds("mira", "risk", day(5))).isFalse();
  }

  @Test
  void theRootCanBeRevokedByItsSuccessor() {
    ledger.event(
        new RosterEvent.Enrolled(Holder.judge("second"), key("second").verifyingKey(), day(1)),
        day(1));
    receiveFrom(
        "second",
        new RosterEvent.Revoked(key("judge").verifyingKey().digest(), Reason.ROTATED, day(2)),
        day(2));
    ledger.grant("mira", "risk", day(3));
    assertThat(roster(9).trusts(id("judge"), day(1))).isTrue();
    assertThat(roster(9).trusts(id("judge"), day(2))).isFalse();
    assertThat(roster(9).holds("mira", "risk", day(3))).isFalse();
  }

  @Test
  void withoutTheFirstEntryNobodyIsTrusted() {
    ledger.enrol("mira", day(1));
    Roster rest = Roster.asOf(ledger.all().subList(1, 2), day(9));
    assertThat(rest.keys()).isEmpty();
    assertThat(rest.trusts(id("judge"), day(2))).isFalse();
    assertThat(Roster.asOf(List.of(), day(9)).keys()).isEmpty();
  }

  @Test
  void theOrderOfTheListDoesNotMatter() {
    ledger.enrol("mira", day(1));
    ledger.grant("mira", "risk", day(2));
    ledger.withdraw("mira", "risk", day(4), day(4));
    ledger.grant("mira", "risk", day(5));
    ledger.revoke("mira", Reason.LEFT, day(8), day(8));
    ForAll.cases(
        50,
        random -> {
          List<Evidence> shuffled = new ArrayList<>(ledger.all());
          Collections.shuffle(shuffled, new Random(random.nextLong()));
          Roster roster = Roster.asOf(shuffled, day(9));
          for (int day = 0; day < 10; day++) {
            assertThat(roster.roles("mira", day(day))).isEqualTo(roster(9).roles("mira", day(day)));
            assertThat(roster.trusts(id("mira"), day(day)))
                .isEqualTo(roster(9).trusts(id("mira"), day(day)));
          }
        });
  }

  @Test
  void everyEventReadsBackAsItWasWritten() {
    List<RosterEvent> events =
        List.of(
            new RosterEvent.Enrolled(Holder.collector("ci"), key("ci").verifyingKey(), day(1)),
            new RosterEvent.Revoked(key("ci").verifyingKey().digest(), Reason.LEFT, day(1)),
            new RosterEvent.Granted("mira", "risk", day(1)),
            new RosterEvent.Withdrawn("mira", "risk", day(1)));
    assertThat(events)
        .allSatisfy(event -> assertThat(RosterEvent.parse(event.json())).isEqualTo(event));
  }

  @Test
  void anEventOfAnotherShapeIsRefusedAndListed() {
    Json.Obj shapeless = Json.object().put("event", "promoted").put("effective", "now").build();
    assertThatThrownBy(() -> RosterEvent.parse(shapeless))
        .isInstanceOf(EvidenceFault.class)
        .hasMessageContaining("$.effective");
    ledger.judge(statement(PredicateType.KEY, "x", shapeless), day(1));
    assertThat(roster(9).problems()).singleElement().asString().startsWith("#1:");
    Json.Obj more =
        Json.object()
            .put("event", "granted")
            .put("effective", "2026-01-01T00:00:00Z")
            .put("person", "mira")
            .put("role", "risk")
            .put("unless", "monday")
            .build();
    assertThatThrownBy(() -> RosterEvent.parse(more)).isInstanceOf(EvidenceFault.class);
  }

  private void receiveFrom(String judge, RosterEvent event, Instant at) {
    ledger.receive(
        EvidenceFixture.sign(event.statement(key(judge).verifyingKey()), key(judge)), at);
  }
}
