package dev.bulwark.control.gate;

import static dev.bulwark.control.Lab.DATASET;
import static dev.bulwark.control.Lab.MANIFEST;
import static dev.bulwark.control.Lab.MODEL;
import static dev.bulwark.control.Lab.complete;
import static dev.bulwark.control.Lab.day;
import static dev.bulwark.control.Lab.failed;
import static dev.bulwark.control.Lab.passed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.Lab;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.StatusReport;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.testkit.ForAll;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DecisionReplayTest {
  private static final String JUDGE = "https://bulwark.dev/judge/test";
  private final EvidenceFixture ledger = complete(day(0.5));

  private Decision decide(GateName gate, Instant asOf) {
    Policy policy = Policy.inForce(ledger.all(), asOf).orElseThrow();
    return Gate.decide(gate, Assessment.of(policy, ledger.all(), asOf));
  }

  private Evidence record(GateName gate, Instant asOf) {
    return ledger.judge(DecisionStatement.of(decide(gate, asOf), JUDGE), asOf);
  }

  @Test
  void anAllowIsAVerificationSummary() {
    Json.Obj predicate = DecisionStatement.of(decide(GateName.RELEASE, day(1)), JUDGE).predicate();
    assertThat(predicate.text("verificationResult")).contains("PASSED");
    assertThat(predicate.texts("verifiedLevels")).containsExactly("BULWARK_RELEASE");
    assertThat(predicate.text("timeVerified")).contains("2026-01-02T00:00:00.000000Z");
    assertThat(predicate.text("resourceUri"))
        .contains("bulwark:system/credit-scoring/gate/release");
    assertThat(predicate.object("policy").orElseThrow().object("digest").orElseThrow())
        .isEqualTo(Json.object().put("sha256", Lab.policy().digest().hex()).build());
    assertThat(predicate.items("inputAttestations")).hasSize(10);
    assertThat(predicate.object(DecisionStatement.EXTENSION).orElseThrow().text("expires"))
        .contains("2026-01-02T12:00:00.000000Z");
  }

  @Test
  void itsSubjectsAreEverythingThatWasJudged() {
    assertThat(DecisionStatement.of(decide(GateName.RELEASE, day(1)), JUDGE).subjects())
        .extracting(Subject::digest)
        .contains(MANIFEST.digest(), MODEL.digest(), DATASET.digest(), Lab.REGISTER.digest());
  }

  @Test
  void aDenialNamesWhatIsClosedAndIsFailed() {
    ledger.judge(failed("model-file-scan", MODEL, "PKL-001"), day(0.6));
    Json.Obj predicate = DecisionStatement.of(decide(GateName.ADMIT, day(1)), JUDGE).predicate();
    assertThat(predicate.text("verificationResult")).contains("FAILED");
    assertThat(predicate.texts("verifiedLevels")).containsExactly("FAILED");
    assertThat(predicate.object(DecisionStatement.EXTENSION).orElseThrow().items("closed"))
        .containsExactly(
            Json.object()
                .put("control", "MDL-01")
                .put("evidence", "scan")
                .put("about", "models/x.pkl")
                .put("state", "not-satisfied")
                .build());
  }

  @Test
  void everyRecordedDecisionIsDecidedAgain() {
    record(GateName.RELEASE, day(1));
    ledger.judge(failed("model-file-scan", MODEL, "PKL-001"), day(1.1));
    record(GateName.RELEASE, day(1.2));
    ledger.judge(passed("model-file-scan", MODEL, "PKL-001"), day(1.3));
    ledger.judge(
        Policy.parse(
                Lab.text("small-catalogue.yaml").replace("1.0.0", "2.0.0"),
                Lab.text("small-profiles.yaml"))
            .statement(),
        day(1.3));
    record(GateName.RELEASE, day(1.4));
    record(GateName.RETIRE, day(1.4));
    assertThat(DecisionReplay.of(ledger.all()))
        .isEqualTo(new DecisionReplay.Result.Agrees(4, List.of()));
  }

  @Test
  void aDecisionThatNobodyWouldComeToIsNamed() {
    Statement open = DecisionStatement.of(decide(GateName.RELEASE, day(1)), JUDGE);
    ledger.judge(failed("model-file-scan", MODEL, "PKL-001"), day(0.9));
    Evidence forged = ledger.judge(open, day(1));
    assertThat(DecisionReplay.of(ledger.all()))
        .isInstanceOfSatisfying(
            DecisionReplay.Result.Differs.class,
            differs -> assertThat(differs.index()).isEqualTo(forged.index()));
  }

  @Test
  void aDecisionDatedBackIsNamed() {
    Statement open = DecisionStatement.of(decide(GateName.RELEASE, day(1)), JUDGE);
    ledger.judge(open, day(1).plus(DecisionReplay.LONGEST_DELAY).plusSeconds(1));
    assertThat(DecisionReplay.of(ledger.all()))
        .isInstanceOfSatisfying(
            DecisionReplay.Result.Differs.class,
            differs -> assertThat(differs.problem()).contains("within an hour"));
  }

  @Test
  void aDecisionWithoutAPolicyIsNamed() {
    Statement open = DecisionStatement.of(decide(GateName.RELEASE, day(1)), JUDGE);
    EvidenceFixture bare = EvidenceFixture.begin(Lab.T0);
    bare.judge(open, day(1));
    assertThat(DecisionReplay.of(bare.all())).isInstanceOf(DecisionReplay.Result.Differs.class);
  }

  @Test
  void aSummarySomebodyElseSignedIsNotOurs() {
    Statement open = DecisionStatement.of(decide(GateName.RELEASE, day(1)), JUDGE);
    ledger.person("rita", open, day(1));
    ledger.stranger(open, day(1));
    assertThat(DecisionReplay.of(ledger.all()))
        .isEqualTo(new DecisionReplay.Result.Agrees(0, List.of()));
  }

  @Test
  void whatWasErasedNeitherReopensNorAccuses() {
    Evidence failure = ledger.judge(failed("model-file-scan", MODEL, "PKL-001"), day(0.9));
    Evidence denial = record(GateName.RELEASE, day(1));
    ledger.judge(erasure(failure), day(2));
    List<Evidence> left = ledger.all().stream().filter(each -> each != failure).toList();
    assertThat(DecisionReplay.of(left))
        .isEqualTo(new DecisionReplay.Result.Agrees(0, List.of(denial.index())));
    Decision again = Gate.decide(GateName.ADMIT, Assessment.of(Lab.policy(), left, day(1)));
    assertThat(again).isInstanceOf(Decision.Deny.class);
    List<Evidence> rerun = new ArrayList<>(left);
    rerun.add(ledger.judge(passed("model-file-scan", MODEL, "PKL-001"), day(2.1)));
    assertThat(Gate.decide(GateName.ADMIT, Assessment.of(Lab.policy(), rerun, day(2.2))))
        .as("the model is scanned again; the dataset sheet still holds")
        .isInstanceOf(Decision.Allow.class);
  }

  private static Statement erasure(Evidence erased) {
    return new Statement(
        List.of(new Subject("envelope", erased.envelope())),
        PredicateType.ERASURE,
        Json.object()
            .put("reason", "request")
            .put(
                "entries",
                Json.array(
                    List.of(
                        Json.object()
                            .put("index", erased.index())
                            .put("envelope", erased.envelope().toString())
                            .put("predicateType", erased.statement().predicateType())
                            .put(
                                "subjects",
                                Json.texts(
                                    erased.statement().subjects().stream()
                                        .map(subject -> subject.digest().toString())
                                        .toList()))
                            .build())))
            .build());
  }

  @Test
  void anyPastDateIsRecomputedBitForBit() {
    recompute(40);
  }

  @Tag("slow")
  @Test
  void aThousandPastDatesAreRecomputedBitForBit() {
    recompute(1_000);
  }

  private static void recompute(int dates) {
    List<Evidence> all = Pool.of(true).ledger.all();
    ForAll.cases(
        dates,
        random -> {
          Instant asOf = Lab.day(random.nextDouble(0, 35));
          List<Evidence> then =
              new ArrayList<>(all.stream().filter(each -> !each.received().isAfter(asOf)).toList());
          String first = report(then, asOf);
          Collections.shuffle(then, new Random(random.nextLong()));
          assertThat(report(then, asOf)).isEqualTo(first);
          assertThat(report(all, asOf)).isEqualTo(first);
        });
  }

  private static String report(List<Evidence> ledger, Instant asOf) {
    Policy policy = Policy.inForce(ledger, asOf).orElseGet(Lab::policy);
    return StatusReport.of(Assessment.of(policy, ledger, asOf)).canonical();
  }

  @Test
  void anAllowLivesAsLongAsItSays() {
    Decision.Allow allow = (Decision.Allow) decide(GateName.RELEASE, day(1));
    assertThat(decide(GateName.RELEASE, allow.expires())).isInstanceOf(Decision.Allow.class);
    assertThat(decide(GateName.RELEASE, allow.expires().plus(Duration.ofNanos(1_000))))
        .isNotInstanceOf(Decision.Allow.class);
  }
}
