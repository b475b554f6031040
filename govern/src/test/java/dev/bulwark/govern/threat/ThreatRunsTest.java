package dev.bulwark.govern.threat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ThreatRunsTest {
  private static final ThreatModel UNSAFE =
      ThreatModel.of(Systems.whole(Systems::unsafe), Systems.RULES);
  private static final ThreatModel BENIGN =
      ThreatModel.of(Systems.whole(Systems::benign), Systems.RULES);

  private static ThreatModel undecided() {
    SortedMap<String, Fact.Value> facts = new TreeMap<>(Systems.benign(ElementKind.TOOL));
    facts.put("origin", new Fact.Value.Word("third-party"));
    facts.remove("digestPinned");
    return ThreatModel.of(
        Systems.of(Systems.element(ElementKind.TOOL, "core", facts)), Systems.RULES);
  }

  @Test
  void threatsAreNotesAndFailNothing() {
    CheckRun run = ThreatRuns.threatModel(UNSAFE);
    assertThat(run.suite()).isEqualTo("threat-model-run");
    assertThat(run.verdict()).isEqualTo(CheckRun.Verdict.PASSED);
    assertThat(run.outcomes()).hasSameSizeAs(Systems.RULES.rules());
    assertThat(run.findings())
        .hasSameSizeAs(UNSAFE.threats())
        .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.NOTE));
    assertThat(run.subjects()).containsExactly(UNSAFE.system().subject(), UNSAFE.subject());
    assertThat(run.rules()).isEqualTo(Systems.RULES.digest());
    assertThat(run.details().find("threats")).contains(Json.of(UNSAFE.threats().size()));
  }

  @Test
  void aRuleWithoutElementsIsNotApplicable() {
    AiSystem bare = Systems.of();
    CheckRun run = ThreatRuns.threatModel(ThreatModel.of(bare, Systems.RULES));
    assertThat(run.outcomes().get(new RuleId("TR-38"))).isInstanceOf(Outcome.NotApplicable.class);
    assertThat(run.outcomes().get(new RuleId("TR-62"))).isEqualTo(Outcome.passed());
  }

  @Test
  void aRuleThatCannotBeDecidedIsUndecidedInEveryRun() {
    ThreatModel model = undecided();
    assertThat(ThreatRuns.threatModel(model).outcomes().get(new RuleId("TR-06")))
        .isInstanceOfSatisfying(
            Outcome.Undecided.class,
            undecided ->
                assertThat(undecided.detail()).contains("tool/core lacks tool.digestPinned"));
    assertThat(ThreatRuns.threatModel(model).verdict()).isEqualTo(CheckRun.Verdict.UNDECIDED);
    Residual residual = Residual.of(model, Map.of());
    assertThat(ThreatRuns.threatTrace(residual).verdict()).isEqualTo(CheckRun.Verdict.UNDECIDED);
    assertThat(ThreatRuns.residualRisk(residual).verdict()).isEqualTo(CheckRun.Verdict.UNDECIDED);
  }

  @Test
  void graveThreatsWithoutAControlFailTheTraceWhereTheManifestDeclaresThem() {
    CheckRun run = ThreatRuns.threatTrace(Residual.of(UNSAFE, Map.of()));
    assertThat(run.suite()).isEqualTo("threat-trace");
    assertThat(run.verdict()).isEqualTo(CheckRun.Verdict.FAILED);
    Finding first = run.findings().getFirst();
    assertThat(first.rule()).isEqualTo(new RuleId("THR-T01"));
    assertThat(first.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(first.place().toString()).startsWith("bulwark.yaml:");
    assertThat(first.message()).contains("treated by");
  }

  @Test
  void theTracePassesWhenEachGraveThreatHasOneWorkingControl() {
    assertThat(ThreatRuns.threatTrace(Residual.of(UNSAFE, all(Credit.ATTESTED))).verdict())
        .isEqualTo(CheckRun.Verdict.PASSED);
    assertThat(ThreatRuns.threatTrace(Residual.of(BENIGN, Map.of())).verdict())
        .isEqualTo(CheckRun.Verdict.PASSED);
  }

  @Test
  void residualRiskPassesOnlyOnProof() {
    assertThat(ThreatRuns.residualRisk(Residual.of(UNSAFE, Map.of())).verdict())
        .isEqualTo(CheckRun.Verdict.FAILED);
    assertThat(ThreatRuns.residualRisk(Residual.of(UNSAFE, all(Credit.ATTESTED))).verdict())
        .isEqualTo(CheckRun.Verdict.FAILED);
    CheckRun proven = ThreatRuns.residualRisk(Residual.of(UNSAFE, all(Credit.PROVEN)));
    assertThat(proven.findings()).isEmpty();
    assertThat(proven.verdict()).isEqualTo(CheckRun.Verdict.PASSED);
    assertThat(proven.details().find("aboveAppetite")).contains(Json.of(0));
  }

  private static Map<String, Credit> all(Credit credit) {
    Map<String, Credit> all = new HashMap<>();
    Systems.RULES.treatments().forEach(control -> all.put(control, credit));
    return all;
  }

  @Test
  void theRegisterAccountsForEveryElementAndEveryKindOfData() {
    CheckRun run = ThreatRuns.riskRegister(UNSAFE);
    assertThat(run.suite()).isEqualTo("risk-register");
    assertThat(run.verdict()).isEqualTo(CheckRun.Verdict.PASSED);
    RiskRegister register = RiskRegister.of(UNSAFE);
    assertThat(run.subjects()).containsExactly(UNSAFE.system().subject(), register.subject());
    assertThat(register.parts())
        .hasSameSizeAs(UNSAFE.system().elements())
        .allSatisfy(part -> assertThat(part.assessed()).isPositive());
    assertThat(register.data())
        .extracting(RiskRegister.Part::name)
        .containsExactly(
            "personal data", "sensitive data in dataset/core", "specially protected data");
  }

  @Test
  void aSystemWithoutPersonalDataHasNoDataToAssess() {
    assertThat(ThreatRuns.riskRegister(BENIGN).outcomes().get(new RuleId("RSK-G02")))
        .isInstanceOf(Outcome.NotApplicable.class);
  }

  @Test
  void anElementNobodyCanAssessFailsTheRegister() {
    SortedMap<String, Fact.Value> nothing = new TreeMap<>();
    ThreatModel model =
        ThreatModel.of(
            Systems.of(
                Systems.element(ElementKind.TOOL, "blank", nothing),
                Systems.element(ElementKind.DATASET, "blank", nothing)),
            Systems.RULES);
    CheckRun run = ThreatRuns.riskRegister(model);
    assertThat(run.verdict()).isEqualTo(CheckRun.Verdict.FAILED);
    assertThat(run.findings())
        .extracting(Finding::message)
        .contains(
            "A part of the system has no assessed risk: tool/blank",
            "A part of the system has no assessed risk: dataset/blank");
  }

  @Test
  void everyRunIsTheSameTwice() {
    Residual residual = Residual.of(UNSAFE, all(Credit.ATTESTED));
    assertThat(ThreatRuns.threatModel(UNSAFE)).isEqualTo(ThreatRuns.threatModel(UNSAFE));
    assertThat(ThreatRuns.riskRegister(UNSAFE)).isEqualTo(ThreatRuns.riskRegister(UNSAFE));
    assertThat(ThreatRuns.residualRisk(residual)).isEqualTo(ThreatRuns.residualRisk(residual));
  }

  @Test
  void documentsAreCanonicalJsonUnderTheNamesPeopleSign() {
    assertThat(UNSAFE.subject().name()).isEqualTo("document:threat-model");
    assertThat(RiskRegister.of(UNSAFE).subject().name()).isEqualTo("document:risk-register");
    Bytes bytes = UNSAFE.document().canonicalBytes();
    assertThat(bytes).isEqualTo(UNSAFE.document().canonicalBytes());
    assertThat(bytes.utf8()).contains("\"type\":\"threat-model\"", "TR-38/agent/core");
  }

  @Test
  void theRulesOfTheRunsAreExplained() {
    assertThat(ThreatRuns.rules())
        .extracting(rule -> rule.id().value())
        .containsExactly("RSK-G01", "RSK-G02", "RSK-G03", "THR-T01", "RSK-R01");
  }
}
