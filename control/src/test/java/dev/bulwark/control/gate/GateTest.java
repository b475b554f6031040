package dev.bulwark.control.gate;

import static dev.bulwark.control.Lab.MANIFEST;
import static dev.bulwark.control.Lab.MODEL;
import static dev.bulwark.control.Lab.attestation;
import static dev.bulwark.control.Lab.complete;
import static dev.bulwark.control.Lab.day;
import static dev.bulwark.control.Lab.description;
import static dev.bulwark.control.Lab.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.Lab;
import dev.bulwark.control.Lab.Shape;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.evidence.EvidenceFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
  private final EvidenceFixture ledger = complete(day(0.5));

  private Decision decide(GateName gate) {
    return Gate.decide(gate, Assessment.of(Lab.policy(), ledger.all(), day(1)));
  }

  @Test
  void everythingProvenIsAllowedUntilTheFirstPieceAges() {
    assertThat(decide(GateName.RELEASE))
        .isInstanceOfSatisfying(
            Decision.Allow.class,
            allow -> {
              assertThat(allow.expires()).isEqualTo(day(0.5).plus(Duration.ofDays(1)));
              assertThat(allow.scope().manifest()).isEqualTo(MANIFEST.digest());
            });
  }

  @Test
  void aGateThatNoControlClosesNeverOpens() {
    assertThat(decide(GateName.RETIRE))
        .isInstanceOfSatisfying(
            Decision.Deny.class,
            deny ->
                assertThat(deny.obstacles()).containsExactly(new Obstacle.NoControl("standard")));
  }

  @Test
  void anUndescribedSystemIsDenied() {
    Decision decision =
        Gate.decide(GateName.RELEASE, Assessment.of(Lab.policy(), Lab.ledger().all(), day(1)));
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Deny.class,
            deny -> assertThat(deny.actions()).containsExactly(new Action.Describe()));
  }

  @Test
  void anUnknownProfileIsDeniedEvenWhenEverythingHolds() {
    ledger.judge(description(Shape.USUAL.withProfile("easy")), day(0.6));
    assertThat(decide(GateName.RELEASE))
        .isInstanceOfSatisfying(
            Decision.Deny.class,
            deny -> assertThat(deny.obstacles()).contains(new Obstacle.UnknownProfile("easy")));
  }

  @Test
  void onlySignaturesMissingIsHeld() {
    ledger.withdraw("sue", "security", day(0.6), day(0.6));
    assertThat(decide(GateName.RELEASE))
        .isInstanceOfSatisfying(
            Decision.Hold.class,
            hold -> {
              assertThat(hold.approvals())
                  .singleElement()
                  .satisfies(
                      attest -> {
                        assertThat(attest.kind()).isEqualTo("design-review");
                        assertThat(attest.people()).isEqualTo(1);
                        assertThat(attest.candidates()).isEmpty();
                      });
              assertThat(hold.actions()).contains(new Action.Grant("security", 1, true));
            });
  }

  @Test
  void aRejectionIsADenialAndNotAWait() {
    ledger.person("sue", attestation("design-review", "security", "reject", MANIFEST), day(0.6));
    assertThat(decide(GateName.RELEASE))
        .isInstanceOfSatisfying(
            Decision.Deny.class,
            deny ->
                assertThat(deny.actions())
                    .singleElement()
                    .isInstanceOfSatisfying(
                        Action.Attest.class,
                        attest -> assertThat(attest.reconsider()).containsExactly("sue")));
  }

  @Test
  void aFailureBesideMissingSignaturesIsADenial() {
    ledger.withdraw("sue", "security", day(0.6), day(0.6));
    ledger.judge(failed("model-file-scan", MODEL, "PKL-001"), day(0.6));
    assertThat(decide(GateName.RELEASE))
        .isInstanceOfSatisfying(
            Decision.Deny.class,
            deny ->
                assertThat(deny.actions().getFirst().text())
                    .isEqualTo(
                        "fix PKL-001 in models/x.pkl and run `bulwark check` (failed PKL-001)"));
  }

  @Test
  void whatOnlyWarnsIsSaidAndOpens() {
    Assessment late = Assessment.of(Lab.policy(), ledger.all(), day(1.5));
    Assessment later = Assessment.of(Lab.policy(), ledger.all(), day(1.6));
    assertThat(Gate.decide(GateName.OPERATE, late).warnings()).isEmpty();
    assertThat(Gate.decide(GateName.OPERATE, later).warnings())
        .extracting(each -> each.control().id())
        .containsExactly("GOV-01");
  }

  @Test
  void oneCheckRunServesEveryMissingSuite() {
    EvidenceFixture little = Lab.ledger();
    little.judge(description(Shape.USUAL.withProfile("essentials")), day(0.5));
    Decision decision =
        Gate.decide(GateName.RELEASE, Assessment.of(Lab.policy(), little.all(), day(1)));
    List<Action> actions = ((Decision.Deny) decision).actions();
    assertThat(actions.stream().map(Action::command))
        .containsExactly(
            "bulwark check",
            "bulwark attest role-acceptance --as olga",
            "bulwark attest risk-approval --as rita");
  }
}
