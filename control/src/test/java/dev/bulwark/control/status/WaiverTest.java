package dev.bulwark.control.status;

import static dev.bulwark.control.Lab.MANIFEST;
import static dev.bulwark.control.Lab.MODEL;
import static dev.bulwark.control.Lab.complete;
import static dev.bulwark.control.Lab.day;
import static dev.bulwark.control.Lab.description;
import static dev.bulwark.control.Lab.failed;
import static dev.bulwark.control.Lab.subject;
import static dev.bulwark.control.Lab.waiver;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.Lab;
import dev.bulwark.control.Lab.Shape;
import dev.bulwark.control.gate.Decision;
import dev.bulwark.control.gate.Gate;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.kernel.check.Subject;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaiverTest {
  private final EvidenceFixture ledger = complete(day(0.5));

  @BeforeEach
  void theModelFails() {
    ledger.judge(failed("model-file-scan", MODEL, "PKL-001"), day(0.6));
  }

  private void sign(String person, String role, String until, double at) {
    sign(person, role, until, MANIFEST, at);
  }

  private void sign(String person, String role, String until, Subject manifest, double at) {
    ledger.person(person, waiver("MDL-01", "fix is under way", until, role, manifest), day(at));
  }

  private boolean isOpen(double at) {
    return isOpen(day(at));
  }

  private boolean isOpen(Instant asOf) {
    return Gate.decide(GateName.ADMIT, Assessment.of(Lab.policy(), ledger.all(), asOf))
        instanceof Decision.Allow;
  }

  private String why(double at) {
    return Assessment.of(Lab.policy(), ledger.all(), day(at)).waivers().stream()
        .filter(Waiver.NotInForce.class::isInstance)
        .map(waiver -> ((Waiver.NotInForce) waiver).why())
        .reduce("", String::concat);
  }

  @Test
  void twoPeopleOpenTheGateAndTheControlIsStillNotSatisfied() {
    assertThat(isOpen(0.9)).isFalse();
    sign("rita", "risk", "2026-01-20", 0.7);
    assertThat(isOpen(0.75)).isFalse();
    sign("sam", "security", "2026-01-20", 0.8);
    assertThat(isOpen(0.9)).isTrue();
    Assessment assessment = Assessment.of(Lab.policy(), ledger.all(), day(0.9));
    assertThat(assessment.status("MDL-01").orElseThrow())
        .isInstanceOf(ControlStatus.NotSatisfied.class);
    assertThat(assessment.waiver("MDL-01").orElseThrow().people()).containsExactly("rita", "sam");
    assertThat(Gate.decide(GateName.ADMIT, assessment).waived()).hasSize(1);
    assertThat(StatusReport.of(assessment).canonical()).contains("\"waived\":{");
  }

  @Test
  void aWaiverEndsAtItsMoment() {
    sign("rita", "risk", "2026-01-20", 0.7);
    sign("sam", "security", "2026-01-20", 0.8);
    Instant end = Instant.parse("2026-01-20T00:00:00Z");
    assertThat(isOpen(end.minusMillis(1))).isTrue();
    assertThat(isOpen(end)).isFalse();
  }

  @Test
  void differentWordsAreNoAgreement() {
    sign("rita", "risk", "2026-01-20", 0.7);
    sign("sam", "security", "2026-01-21", 0.8);
    ledger.person(
        "sam", waiver("MDL-01", "another reason", "2026-01-20", "security", MANIFEST), day(0.8));
    assertThat(isOpen(0.9)).isFalse();
  }

  @Test
  void onePersonInBothRolesIsNotTwoPeople() {
    ledger.grant("sam", "risk", day(0.6));
    sign("sam", "risk", "2026-01-20", 0.7);
    sign("sam", "security", "2026-01-20", 0.8);
    assertThat(isOpen(0.9)).isFalse();
  }

  @Test
  void anAuthorCannotWaive() {
    sign("ada", "risk", "2026-01-20", 0.7);
    sign("sam", "security", "2026-01-20", 0.8);
    assertThat(isOpen(0.9)).isFalse();
    assertThat(why(0.9)).contains("neither of them an author");
  }

  @Test
  void whoLeftTheRoleNoLongerWaives() {
    sign("rita", "risk", "2026-01-20", 0.7);
    sign("sam", "security", "2026-01-20", 0.8);
    ledger.withdraw("sam", "security", day(0.85), day(0.85));
    assertThat(isOpen(0.9)).isFalse();
  }

  @Test
  void noWaiverLastsLongerThanThirtyDaysFromItsFirstSignature() {
    sign("rita", "risk", "2026-02-01", 0.9);
    sign("sam", "security", "2026-02-01", 2);
    assertThat(isOpen(3)).isFalse();
    assertThat(why(3)).contains("longer than 30 days");
  }

  @Test
  void itIsBoundToTheManifestAndMaySignedAgainOverTheNextOne() {
    sign("rita", "risk", "2026-01-20", 0.7);
    sign("sam", "security", "2026-01-20", 0.8);
    Subject next = subject("bulwark.yaml", "manifest 2");
    ledger.judge(description(Shape.USUAL.withManifest(next)), day(0.9));
    assertThat(isOpen(1)).isFalse();
    sign("rita", "risk", "2026-01-20", next, 1.1);
    sign("sam", "security", "2026-01-20", next, 1.1);
    assertThat(isOpen(1.2)).isTrue();
  }

  @Test
  void itCanBeRenewedOnceAndAgainAfterARest() {
    for (String[] term :
        new String[][] {{"2026-01-20", "1"}, {"2026-02-10", "18"}, {"2026-03-05", "38"}}) {
      double at = Double.parseDouble(term[1]);
      sign("rita", "risk", term[0], at);
      sign("sam", "security", term[0], at);
    }
    assertThat(isOpen(19.5)).isTrue();
    assertThat(isOpen(39)).isTrue();
    assertThat(isOpen(45)).isFalse();
    assertThat(why(45)).contains("renewed once already");
    sign("rita", "risk", "2026-04-10", 75);
    sign("sam", "security", "2026-04-10", 75);
    assertThat(isOpen(76)).isTrue();
  }
}
