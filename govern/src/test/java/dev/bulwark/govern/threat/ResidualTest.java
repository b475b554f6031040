package dev.bulwark.govern.threat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import dev.bulwark.testkit.ForAll;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ResidualTest {
  private static final ThreatModel MODEL =
      ThreatModel.of(Systems.whole(Systems::unsafe), Systems.RULES);

  /// Likelihood 8, impact 9, treated by AGT-01, OVS-01, REL-01.
  private static final String IRREVERSIBLE = "TR-48/agent/core";

  private static Residual.Risk risk(Map<String, Credit> satisfied) {
    return Residual.of(MODEL, satisfied).risks().stream()
        .filter(risk -> risk.threat().id().equals(IRREVERSIBLE))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void withoutControlsTheRiskIsAllThere() {
    for (Residual.Risk risk : Residual.of(MODEL, Map.of()).risks()) {
      assertThat(risk.likelihood()).isEqualTo(risk.threat().likelihood());
      assertThat(risk.severity()).isEqualTo(risk.threat().severity());
      assertThat(risk.state()).isEqualTo(Residual.State.OPEN);
    }
  }

  @Test
  void theFirstProvenTreatmentTakesThreeAndEachFurtherOneTwo() {
    assertThat(risk(Map.of()).likelihood()).isEqualTo(8);
    assertThat(risk(Map.of("AGT-01", Credit.PROVEN)).likelihood()).isEqualTo(5);
    assertThat(risk(Map.of("AGT-01", Credit.PROVEN, "REL-01", Credit.PROVEN)).likelihood())
        .isEqualTo(3);
    Residual.Risk all =
        risk(Map.of("AGT-01", Credit.PROVEN, "REL-01", Credit.PROVEN, "OVS-01", Credit.PROVEN));
    assertThat(all.likelihood()).isEqualTo(1);
    assertThat(all.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(all.satisfied()).containsExactly("OVS-01", "AGT-01", "REL-01");
  }

  @Test
  void wordsAloneTakeOneInAll() {
    assertThat(risk(Map.of("AGT-01", Credit.ATTESTED)).likelihood()).isEqualTo(7);
    assertThat(
            risk(Map.of(
                    "AGT-01", Credit.ATTESTED,
                    "OVS-01", Credit.ATTESTED,
                    "REL-01", Credit.ATTESTED))
                .likelihood())
        .isEqualTo(7);
    assertThat(risk(Map.of("AGT-01", Credit.PROVEN, "OVS-01", Credit.ATTESTED)).likelihood())
        .isEqualTo(5);
  }

  /// Otherwise a gate on residual risk could never open without a waiver.
  @Test
  void allTreatmentsProvenBringTheWorstCaseOfEveryRuleIntoTheDefaultAppetite() {
    for (ThreatRule rule : Systems.RULES.rules()) {
      Map<String, Credit> all = new HashMap<>();
      rule.treatments().forEach(control -> all.put(control, Credit.PROVEN));
      Score worst = new Score(9, rule.ease(), rule.maturity(), 9, 9, 9, rule.impacts().getFirst());
      Element element = MODEL.system().whole();
      ThreatModel one =
          new ThreatModel(
              MODEL.system(),
              Systems.RULES,
              List.of(new Threat(rule, element, worst, List.of())),
              List.of());
      assertThat(Residual.of(one, all).aboveAppetite()).as(rule.id().value()).isEmpty();
    }
  }

  @Test
  void aControlThatTreatsSomethingElseHelpsNothing() {
    assertThat(risk(Map.of("ETH-01", Credit.PROVEN)).state()).isEqualTo(Residual.State.OPEN);
  }

  /// Goal: risk follows evidence. One control's evidence goes, and exactly the threats it treated
  /// rise again.
  @Test
  void whenEvidenceGoesTheRiskIsBackAtOnce() {
    List<String> controls = new ArrayList<>(Systems.RULES.treatments());
    ForAll.cases(
        10_000,
        random -> {
          Map<String, Credit> satisfied = new HashMap<>();
          for (String control : controls) {
            switch (random.nextInt(3)) {
              case 0 -> satisfied.put(control, Credit.PROVEN);
              case 1 -> satisfied.put(control, Credit.ATTESTED);
              default -> {}
            }
          }
          String revoked = controls.get(random.nextInt(controls.size()));
          satisfied.put(revoked, Credit.PROVEN);
          List<Residual.Risk> before = Residual.of(MODEL, satisfied).risks();
          satisfied.remove(revoked);
          List<Residual.Risk> after = Residual.of(MODEL, satisfied).risks();
          for (int i = 0; i < before.size(); i++) {
            Residual.Risk one = before.get(i);
            Residual.Risk other = after.get(i);
            assertThat(one.likelihood()).isBetween(1, one.threat().likelihood());
            if (!one.threat().treatments().contains(revoked)) {
              assertThat(other).isEqualTo(one);
            } else {
              assertThat(one.state()).isEqualTo(Residual.State.TREATED);
              assertThat(other.satisfied()).doesNotContain(revoked);
              boolean rose = other.likelihood() > one.likelihood();
              boolean atTheFloor = one.likelihood() == 1;
              assertThat(rose || atTheFloor).as(one + " then " + other).isTrue();
            }
          }
        });
  }

  @Test
  void theAppetiteIsMediumUnlessTheSystemSaysOtherwise() {
    assertThat(Residual.of(MODEL, Map.of()).appetite()).isEqualTo(Appetite.MEDIUM);
    assertThat(appetite("low")).isEqualTo(Appetite.LOW);
    assertThat(appetite("high")).isEqualTo(Appetite.HIGH);
    assertThat(appetite("reckless")).isEqualTo(Appetite.MEDIUM);
    assertThat(Appetite.HIGH.covers(Severity.CRITICAL)).isFalse();
    assertThat(Appetite.LOW.covers(Severity.LOW)).isTrue();
  }

  private static Appetite appetite(String word) {
    SortedMap<String, Fact.Value> facts = new TreeMap<>(Systems.benign(ElementKind.SYSTEM));
    facts.put("riskAppetite", new Fact.Value.Word(word));
    Element whole = Systems.element(ElementKind.SYSTEM, "demo", facts);
    return Appetite.of(Systems.of(whole));
  }

  @Test
  void untreatedAreTheGraveThreatsNothingTreats() {
    Residual residual = Residual.of(MODEL, Map.of("AGT-01", Credit.ATTESTED));
    assertThat(residual.untreated())
        .isNotEmpty()
        .allSatisfy(
            risk -> {
              assertThat(risk.threat().severity()).isGreaterThanOrEqualTo(Severity.HIGH);
              assertThat(risk.threat().treatments()).doesNotContain("AGT-01");
            });
    assertThat(residual.gravestFirst())
        .hasSameSizeAs(residual.risks())
        .isSortedAccordingTo(
            java.util.Comparator.comparing(Residual.Risk::severity)
                .reversed()
                .thenComparing(Residual.Risk::threat));
  }
}
