package dev.bulwark.control.status;

import static dev.bulwark.control.Lab.DATASET;
import static dev.bulwark.control.Lab.MANIFEST;
import static dev.bulwark.control.Lab.MODEL;
import static dev.bulwark.control.Lab.REGISTER;
import static dev.bulwark.control.Lab.T0;
import static dev.bulwark.control.Lab.approval;
import static dev.bulwark.control.Lab.attestation;
import static dev.bulwark.control.Lab.complete;
import static dev.bulwark.control.Lab.day;
import static dev.bulwark.control.Lab.description;
import static dev.bulwark.control.Lab.dpia;
import static dev.bulwark.control.Lab.failed;
import static dev.bulwark.control.Lab.notApplicable;
import static dev.bulwark.control.Lab.passed;
import static dev.bulwark.control.Lab.subject;
import static dev.bulwark.control.Lab.undecided;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.Lab;
import dev.bulwark.control.Lab.Shape;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTest {
  private static final Instant NOW = day(1);
  private final EvidenceFixture ledger = complete(day(0.5));

  private ControlStatus status(String control) {
    return status(control, NOW);
  }

  private ControlStatus status(String control, Instant asOf) {
    return Assessment.of(Lab.policy(), ledger.all(), asOf).status(control).orElseThrow();
  }

  private static List<Reason> reasons(ControlStatus status) {
    return status.open().stream().map(Answer::reason).toList();
  }

  @Test
  void everythingThereIsSatisfied() {
    assertThat(Assessment.of(Lab.policy(), ledger.all(), NOW).assessed())
        .hasSize(7)
        .allSatisfy(each -> assertThat(each.status()).isInstanceOf(ControlStatus.Satisfied.class));
  }

  @Test
  void nothingThereIsNotAssessed() {
    EvidenceFixture empty = EvidenceFixture.begin(T0);
    assertThat(Assessment.of(Lab.policy(), empty.all(), NOW).assessed())
        .hasSize(7)
        .allSatisfy(
            each -> assertThat(each.status()).isInstanceOf(ControlStatus.NotAssessed.class));
  }

  @Test
  void undecidedIsNotAssessed() {
    ledger.judge(undecided("model-file-scan", MODEL, "PKL-001"), day(0.6));
    assertThat(status("MDL-01")).isInstanceOf(ControlStatus.NotAssessed.class);
    assertThat(reasons(status("MDL-01")))
        .containsExactly(new Reason.RulesUndecided(List.of("PKL-001")));
  }

  @Test
  void aSuiteThatConcernsNothingIsNotAssessed() {
    ledger.judge(notApplicable("model-file-scan", MODEL, "PKL-001"), day(0.6));
    assertThat(reasons(status("MDL-01"))).containsExactly(Reason.NothingPassed.NOTHING_PASSED);
  }

  @Test
  void failedIsNotSatisfied() {
    ledger.judge(failed("model-file-scan", MODEL, "PKL-001"), day(0.6));
    assertThat(status("MDL-01")).isInstanceOf(ControlStatus.NotSatisfied.class);
  }

  @Test
  void aLaterPassWinsOverAnEarlierFailure() {
    ledger.judge(failed("model-file-scan", MODEL, "PKL-001"), day(0.6));
    ledger.judge(passed("model-file-scan", MODEL, "PKL-001"), day(0.7));
    assertThat(status("MDL-01")).isInstanceOf(ControlStatus.Satisfied.class);
  }

  @Test
  void ofTwoPiecesOfOneInstantTheWorseCounts() {
    ledger.judge(failed("model-file-scan", MODEL, "PKL-001"), day(0.6));
    ledger.judge(passed("model-file-scan", MODEL, "PKL-001"), day(0.6));
    assertThat(status("MDL-01")).isInstanceOf(ControlStatus.NotSatisfied.class);
    assertThat(status("MDL-01").answers().getFirst().behind()).hasSize(1);
  }

  @Test
  void olderThanItsLimitIsStaleAndNotAMomentBefore() {
    assertThat(status("OPS-01", day(1.5))).isInstanceOf(ControlStatus.Satisfied.class);
    assertThat(status("OPS-01", day(1.5).plusNanos(1_000))).isInstanceOf(ControlStatus.Stale.class);
  }

  @Test
  void aProfileShortensAges() {
    assertThat(status("MDL-01", day(14.6))).isInstanceOf(ControlStatus.Stale.class);
    ledger.judge(description(Shape.USUAL.withProfile("essentials")), day(14.55));
    assertThat(status("MDL-01", day(14.6))).isInstanceOf(ControlStatus.Satisfied.class);
  }

  @Test
  void whatIsReceivedLaterIsInvisible() {
    ledger.judge(failed("model-file-scan", MODEL, "PKL-001"), day(1.1));
    assertThat(status("MDL-01", day(1.0))).isInstanceOf(ControlStatus.Satisfied.class);
    assertThat(status("MDL-01", day(1.1))).isInstanceOf(ControlStatus.NotSatisfied.class);
  }

  @Test
  void evidenceOfAnotherVersionDoesNotCountAndIsNamed() {
    ledger.judge(description(Shape.USUAL.withModels(subject("models/x.pkl", "model 2"))), day(0.6));
    assertThat(reasons(status("MDL-01"))).containsExactly(new Reason.Missing(true));
    assertThat(status("MDL-01").open().getFirst().text()).contains("another version");
  }

  @Test
  void everyFileOfTheKindNeedsEvidence() {
    Subject second = subject("models/y.pkl", "model 2");
    ledger.judge(description(Shape.USUAL.withModels(MODEL, second)), day(0.6));
    assertThat(status("MDL-01")).isInstanceOf(ControlStatus.NotAssessed.class);
    ledger.judge(passed("model-file-scan", second, "PKL-001"), day(0.7));
    assertThat(status("MDL-01")).isInstanceOf(ControlStatus.Satisfied.class);
  }

  @Test
  void aControlOfWhichNothingAppliesIsNotAssessed() {
    ledger.judge(description(Shape.USUAL.withModels()), day(0.6));
    assertThat(status("MDL-01")).isInstanceOf(ControlStatus.NotAssessed.class);
    assertThat(status("MDL-01").answers().getFirst().reason())
        .isEqualTo(new Reason.DoesNotApply("no model of the system is in files"));
  }

  @Test
  void aControlThatDoesNotApplyIsListedApart() {
    ledger.judge(description(Shape.USUAL.withDatasets()), day(0.6));
    Assessment assessment = Assessment.of(Lab.policy(), ledger.all(), NOW);
    assertThat(assessment.status("DAT-01")).isEmpty();
    assertThat(assessment.excluded())
        .singleElement()
        .satisfies(each -> assertThat(each.why()).contains("datasets.size() > 0"));
  }

  @Test
  void aFactNobodyDescribedMeansThatItApplies() {
    String text =
        Lab.text("small-catalogue.yaml")
            .replace("personalData: flag", "personalData: flag, nobody: flag")
            .replace("applies: system.personalData", "applies: system.nobody");
    var policy = Policy.parse(text, Lab.text("small-profiles.yaml"));
    assertThat(Assessment.of(policy, ledger.all(), NOW).status("PRV-01")).isPresent();
  }

  @Test
  void aWeakerAssuranceIsNotAssessed() {
    EvidenceFixture weak = Lab.ledger();
    weak.judge(description(Shape.USUAL), day(0.5));
    weak.collector("builder", passed("model-file-scan", MODEL, "PKL-001"), day(0.5));
    weak.person("rita", passed("dataset-sheet", DATASET, "DOC-001"), day(0.5));
    Assessment assessment = Assessment.of(Lab.policy(), weak.all(), NOW);
    assertThat(assessment.status("MDL-01").orElseThrow().open().getFirst().reason())
        .isInstanceOf(Reason.TooWeak.class);
    assertThat(assessment.status("DAT-01").orElseThrow().open().getFirst().reason())
        .isInstanceOf(Reason.TooWeak.class);
  }

  @Test
  void whatNobodyKnownSignedNeitherOpensNorCloses() {
    ledger.stranger(failed("model-file-scan", MODEL, "PKL-001"), day(0.6));
    ledger.tampered(failed("monitoring", MANIFEST, "MON-001"), day(0.6));
    assertThat(status("MDL-01")).isInstanceOf(ControlStatus.Satisfied.class);
    assertThat(status("OPS-01")).isInstanceOf(ControlStatus.Satisfied.class);
  }

  @Test
  void aSignerWhoLeftTheRoleNoLongerCounts() {
    ledger.withdraw("rita", "risk", day(0.6), day(0.6));
    assertThat(status("RSK-01")).isInstanceOf(ControlStatus.NotAssessed.class);
    assertThat(status("RSK-01").open().getFirst().text()).contains("does not hold the role risk");
  }

  @Test
  void aKeyRevokedBackwardsNoLongerCounts() {
    ledger.revoke("rita", RosterEvent.Reason.COMPROMISED, day(0.4), day(0.6));
    assertThat(status("RSK-01")).isInstanceOf(ControlStatus.NotAssessed.class);
  }

  @Test
  void aKeyRotatedLaterStillCounts() {
    ledger.revoke("rita", RosterEvent.Reason.ROTATED, day(0.6), day(0.6));
    assertThat(status("RSK-01")).isInstanceOf(ControlStatus.Satisfied.class);
  }

  @Test
  void anAuthorIsNotIndependent() {
    EvidenceFixture own = Lab.ledger();
    own.judge(description(Shape.USUAL), day(0.5));
    own.person("ada", approval("risk-approval", "risk", REGISTER), day(0.5));
    own.judge(passed("threat-model", MANIFEST, "TR-001"), day(0.5));
    ControlStatus status =
        Assessment.of(Lab.policy(), own.all(), NOW).status("RSK-01").orElseThrow();
    assertThat(status).isInstanceOf(ControlStatus.NotAssessed.class);
    assertThat(status.open().getFirst().text()).contains("ada is an author");
  }

  @Test
  void onePersonTwiceIsNotTwoPeople() {
    EvidenceFixture own = Lab.ledger();
    own.judge(description(Shape.USUAL), day(0.5));
    own.person("sam", approval("design-review", "security", MANIFEST), day(0.5));
    own.person("sam", approval("design-review", "security", MANIFEST), day(0.6));
    assertThat(Assessment.of(Lab.policy(), own.all(), NOW).status("DSN-01").orElseThrow())
        .isInstanceOf(ControlStatus.NotAssessed.class);
  }

  @Test
  void aLaterRejectionByTheSamePersonWithdraws() {
    ledger.person("sue", attestation("design-review", "security", "reject", MANIFEST), day(0.6));
    assertThat(status("DSN-01")).isInstanceOf(ControlStatus.NotSatisfied.class);
    ledger.person("sue", approval("design-review", "security", MANIFEST), day(0.7));
    assertThat(status("DSN-01")).isInstanceOf(ControlStatus.Satisfied.class);
  }

  @Test
  void aRejectionInTheSameInstantCounts() {
    ledger.person("sue", attestation("design-review", "security", "reject", MANIFEST), day(0.5));
    assertThat(status("DSN-01")).isInstanceOf(ControlStatus.NotSatisfied.class);
  }

  @Test
  void aRejectionInAnotherRoleWithdrawsOnesOwnApproval() {
    ledger.person("sue", attestation("design-review", "risk", "reject", MANIFEST), day(0.6));
    assertThat(status("DSN-01")).isInstanceOf(ControlStatus.NotAssessed.class);
  }

  @Test
  void aRejectionByAnAuthorClosesNothing() {
    ledger.person("ben", attestation("design-review", "security", "reject", MANIFEST), day(0.6));
    assertThat(status("DSN-01")).isInstanceOf(ControlStatus.Satisfied.class);
  }

  @Test
  void anApprovalThatAgedIsStale() {
    assertThat(status("DSN-01", day(91))).isInstanceOf(ControlStatus.Stale.class);
  }

  @Test
  void aDocumentNobodyWroteIsMissing() {
    ledger.judge(description(Shape.USUAL.withDocuments()), day(0.6));
    assertThat(reasons(status("RSK-01"))).containsExactly(new Reason.NoDocument("risk-register"));
  }

  @Test
  void aConditionThatIsFalseOrHasNoAnswerIsNotSatisfied() {
    ledger.person("rita", dpia(MANIFEST, "too risky"), day(0.6));
    assertThat(status("PRV-01")).isInstanceOf(ControlStatus.NotSatisfied.class);
    ledger.person(
        "rita",
        EvidenceFixture.statement(
            "https://bulwark.dev/predicate/dpia/v1",
            "manifest 1",
            Json.object().put("other", 1).build()),
        day(0.7));
    assertThat(status("PRV-01")).isInstanceOf(ControlStatus.NotSatisfied.class);
  }

  @Test
  void aDescriptionOnlyTheJudgeCanGive() {
    ledger.person("rita", description(Shape.USUAL.withModels()), day(0.6));
    ledger.collector("builder", description(Shape.USUAL.withModels()), day(0.6));
    assertThat(status("MDL-01")).isInstanceOf(ControlStatus.Satisfied.class);
  }

  @Test
  void aDescriptionThatCannotBeReadDescribesNothing() {
    ledger.judge(
        EvidenceFixture.statement(
            PredicateType.SYSTEM,
            "manifest 1",
            Json.object().put("system", "credit-scoring").build()),
        day(0.6));
    Assessment assessment = Assessment.of(Lab.policy(), ledger.all(), NOW);
    assertThat(assessment.described()).isInstanceOf(Described.Nothing.class);
    assertThat(assessment.assessed())
        .allSatisfy(
            each -> assertThat(each.status()).isInstanceOf(ControlStatus.NotAssessed.class));
  }

  @Test
  void anUnknownProfileIsJudgedByTheWholeCatalogue() {
    ledger.judge(description(Shape.USUAL.withProfile("none-such")), day(0.6));
    assertThat(Assessment.of(Lab.policy(), ledger.all(), NOW).assessed()).hasSize(7);
  }
}
