package dev.bulwark.control;

import static dev.bulwark.control.Lab.MANIFEST;
import static dev.bulwark.control.Lab.MODEL;
import static dev.bulwark.control.Lab.complete;
import static dev.bulwark.control.Lab.day;
import static dev.bulwark.control.Lab.passed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.gate.Decision;
import dev.bulwark.control.gate.Gate;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.ControlStatus;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.Statement;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Defects of other tools in the field, as laws of this one.
class PeersDefectsTest {
  private final EvidenceFixture ledger = complete(day(0.5));

  private ControlStatus status(String control, Instant asOf) {
    return Assessment.of(Lab.policy(), ledger.all(), asOf).status(control).orElseThrow();
  }

  private boolean isOpen(Instant asOf) {
    return Gate.decide(GateName.RELEASE, Assessment.of(Lab.policy(), ledger.all(), asOf))
        instanceof Decision.Allow;
  }

  /// VerifyWise: a metric the suite names and the results do not is recorded as passed.
  @Test
  void deletingTheBadMetricDoesNotOpenTheGate() {
    ledger.judge(passed("manifest-validation", MANIFEST, "MAN-002"), day(0.6));
    assertThat(status("GOV-01", day(1))).isInstanceOf(ControlStatus.NotAssessed.class);
    assertThat(isOpen(day(1))).isFalse();
  }

  @Test
  void renamingTheBadMetricDoesNotOpenTheGate() {
    ledger.judge(passed("manifest-validation", MANIFEST, "MAN-001-OLD"), day(0.6));
    assertThat(isOpen(day(1))).isFalse();
  }

  @Test
  void renamingTheSuiteDoesNotHideAFailure() {
    ledger.judge(Lab.failed("model-file-scan", MODEL, "PKL-001"), day(0.6));
    ledger.judge(passed("model-scan", MODEL, "PKL-001"), day(0.7));
    assertThat(isOpen(day(1))).isFalse();
  }

  /// CISO Assistant, Heimdall: an expired piece only gets a flag, and still applies.
  @Test
  void expiredEvidenceChangesTheStatusAndTheGate() {
    assertThat(isOpen(day(1.5))).isTrue();
    assertThat(status("GOV-01", day(1.51))).isInstanceOf(ControlStatus.Stale.class);
    assertThat(isOpen(day(1.51))).isFalse();
  }

  /// Heimdall: an attestation in a form nobody reads silently does nothing.
  @Test
  void anAttestationNobodyCanReadIsSaid() {
    EvidenceFixture own = Lab.ledger();
    own.judge(Lab.description(Lab.Shape.USUAL), day(0.5));
    own.person("rita", Lab.attestation("risk-approval", "risk", "yes", Lab.REGISTER), day(0.5));
    assertThat(
            Assessment.of(Lab.policy(), own.all(), day(1))
                .status("RSK-01")
                .orElseThrow()
                .open()
                .getLast()
                .text())
        .contains("neither approves nor rejects");
  }

  /// Others take the word of whoever uploads: a result is what its tests say.
  @Test
  void aResultThatSaysPassedOverAFailedTestIsAFailure() {
    Statement lying =
        Lab.result(
            MODEL,
            Json.object()
                .put("suite", "model-file-scan")
                .put("result", "PASSED")
                .put("passedTests", Json.texts(List.of("PKL-001")))
                .put("failedTests", Json.texts(List.of("PKL-002")))
                .build());
    ledger.judge(lying, day(0.6));
    assertThat(status("MDL-01", day(1))).isInstanceOf(ControlStatus.NotSatisfied.class);
  }

  /// Chainloop: the party that is judged runs the policy and reports its verdict.
  @Test
  void theVerdictOfThePartyThatIsJudgedDoesNotCount() {
    EvidenceFixture own = Lab.ledger();
    own.judge(Lab.description(Lab.Shape.USUAL), day(0.5));
    own.person("ada", passed("model-file-scan", MODEL, "PKL-001"), day(0.5));
    own.collector("builder", passed("model-file-scan", MODEL, "PKL-001"), day(0.5));
    assertThat(Assessment.of(Lab.policy(), own.all(), day(1)).status("MDL-01").orElseThrow())
        .isInstanceOf(ControlStatus.NotAssessed.class);
  }

  /// in-toto: summaries do not expire, so the consumer must be told when to stop trusting one.
  @Test
  void everyAllowExpires() {
    Decision.Allow allow =
        (Decision.Allow)
            Gate.decide(GateName.RELEASE, Assessment.of(Lab.policy(), ledger.all(), day(1)));
    assertThat(allow.expires()).isBefore(day(31.1));
  }

  /// Backdating: what is signed late counts from when the ledger took it in.
  @Test
  void evidenceCountsFromItsReceiptAndNotFromWhatItClaims() {
    EvidenceFixture own = Lab.ledger();
    own.judge(Lab.description(Lab.Shape.USUAL), day(0.5));
    own.judge(passed("model-file-scan", MODEL, "PKL-001"), day(3));
    assertThat(Assessment.of(Lab.policy(), own.all(), day(2)).status("MDL-01").orElseThrow())
        .isInstanceOf(ControlStatus.NotAssessed.class);
  }
}
