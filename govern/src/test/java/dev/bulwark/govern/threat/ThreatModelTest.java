package dev.bulwark.govern.threat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.condition.ConditionMaker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ThreatModelTest {
  private static final RuleId TR_38 = new RuleId("TR-38");

  private static Element agent(String changes) {
    return Systems.element(
        ElementKind.AGENT,
        "helper",
        Systems.with(
            ElementKind.AGENT,
            Systems.benign(ElementKind.AGENT),
            Systems.read(ElementKind.AGENT, changes)));
  }

  private static ThreatModel model(Element... elements) {
    return ThreatModel.of(Systems.of(elements), Systems.RULES);
  }

  @Test
  void aThreatNamesItsRuleItsElementAndTheFactsBehindIt() {
    Threat threat = model(agent("readsUntrusted=true abilities=write+browse")).of(TR_38).getFirst();
    assertThat(threat.id()).isEqualTo("TR-38/agent/helper");
    assertThat(threat.causes())
        .extracting(Threat.Cause::text)
        .containsExactly("readsUntrusted is true", "canWrite is true");
    assertThat(threat.treatments()).containsExactly("AGT-01", "OVS-01", "MDL-04", "MON-02");
    assertThat(threat.place()).isEqualTo(agent("readsUntrusted=true").declaredAt());
    assertThat(threat.assumed()).isFalse();
    assertThat(threat.message())
        .isEqualTo(
            "Agent with effects reads content from outsiders: agent/helper,"
                + " readsUntrusted is true, canWrite is true");
  }

  @Test
  void theGravestOfWhatItHurtsIsItsImpact() {
    Element money =
        Systems.element(
            ElementKind.SYSTEM,
            "demo",
            Systems.with(
                ElementKind.SYSTEM,
                Systems.benign(ElementKind.SYSTEM),
                Systems.read(ElementKind.SYSTEM, "stakes=money peopleAffected=1000")));
    Threat threat = model(money, agent("readsUntrusted=true abilities=spend")).of(TR_38).getFirst();
    assertThat(threat.rule().impacts())
        .containsExactly(Dimension.INTEGRITY, Dimension.FINANCIAL, Dimension.SAFETY);
    assertThat(threat.score().hurts()).isEqualTo(Dimension.FINANCIAL);
    assertThat(threat.impact()).isEqualTo(9);
  }

  @Test
  void anAssumedFactIsShownAsAssumed() {
    Element silent =
        Systems.element(
            ElementKind.AGENT, "helper", Systems.unsafe(ElementKind.AGENT), Fact.Origin.ASSUMED);
    Threat threat = model(silent).of(TR_38).getFirst();
    assertThat(threat.assumed()).isTrue();
    assertThat(threat.causes().getFirst().text()).isEqualTo("readsUntrusted is true (assumed)");
    assertThat(model(silent).assumed()).isEqualTo(model(silent).threats().size());
  }

  @Test
  void theSameSystemGivesTheSameBytesWhateverTheOrderOfItsElements() {
    AiSystem system = Systems.whole(Systems::unsafe);
    Digest digest = ThreatModel.of(system, Systems.RULES).subject().digest();
    List<Element> elements = new ArrayList<>(system.elements());
    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(elements, new Random(seed));
      ThreatModel again = ThreatModel.of(Systems.of(elements), Systems.RULES);
      assertThat(again.subject().digest()).isEqualTo(digest);
      assertThat(RiskRegister.of(again).subject())
          .isEqualTo(RiskRegister.of(ThreatModel.of(system, Systems.RULES)).subject());
    }
  }

  @Test
  void aCommentOrAnotherArtifactLeavesTheDocumentAlone() {
    AiSystem system = Systems.whole(Systems::unsafe);
    List<Element> retrained = new ArrayList<>();
    for (Element element : system.elements()) {
      retrained.add(
          new Element(
              element.kind(),
              element.id(),
              element.title(),
              element.facts(),
              List.of(new Subject("weights", Digest.of(Bytes.utf8("new")))),
              Place.of("bulwark.yaml").at(999, 1)));
    }
    AiSystem later =
        new AiSystem(
            system.id(),
            system.title(),
            system.purpose(),
            system.owners(),
            system.authors(),
            system.profile(),
            retrained,
            Digest.of(Bytes.utf8("# a comment")));
    assertThat(ThreatModel.of(later, Systems.RULES).subject())
        .isEqualTo(ThreatModel.of(system, Systems.RULES).subject());
  }

  @Test
  void aChangedFactChangesTheDocumentEvenWithoutAThreat() {
    ThreatModel quiet = model(agent("readsUntrusted=false"));
    ThreatModel other = model(agent("readsUntrusted=true"));
    assertThat(other.threats()).isEqualTo(quiet.threats());
    assertThat(other.subject()).isNotEqualTo(quiet.subject());
  }

  @Test
  void aMissingFactIsUndecidedAndNotNoThreat() {
    SortedMap<String, Fact.Value> facts = new TreeMap<>(Systems.benign(ElementKind.AGENT));
    facts.remove("budgetCapped");
    facts.remove("canWrite");
    ThreatModel model = model(Systems.element(ElementKind.AGENT, "helper", facts));
    assertThat(model.undecided()).hasSize(1);
    assertThat(model.undecided().getFirst().rule()).isEqualTo(new RuleId("TR-46"));
    assertThat(model.undecided().getFirst().missing()).containsExactly("agent.budgetCapped");
  }

  @Test
  void anElementIsReachedThroughTheComponentItIsIn() {
    Element open =
        Systems.element(
            ElementKind.COMPONENT,
            "core",
            Systems.with(
                ElementKind.COMPONENT,
                Systems.benign(ElementKind.COMPONENT),
                Systems.read(ElementKind.COMPONENT, "internetExposed=true authn=none")));
    assertThat(exposure(open, "in=component/core")).isEqualTo(9);
    assertThat(exposure(open, "in=none")).isEqualTo(9);
    Element closed =
        Systems.element(ElementKind.COMPONENT, "core", Systems.benign(ElementKind.COMPONENT));
    assertThat(exposure(closed, "in=component/core")).isEqualTo(1);
    assertThat(exposure(closed, "in=component/core readsUntrusted=true")).isEqualTo(7);
  }

  private static int exposure(Element component, String changes) {
    return model(component, agent("budgetCapped=false " + changes))
        .of(new RuleId("TR-46"))
        .getFirst()
        .score()
        .exposure();
  }

  @Test
  void aThreatThatNeedsNoAttackerIsAsLikelyAsItIsEasy() {
    AiSystem system = Systems.whole(Systems::unsafe);
    Threat unfair = ThreatModel.of(system, Systems.RULES).of(new RuleId("TR-61")).getFirst();
    assertThat(unfair.likelihood()).isEqualTo(unfair.rule().ease());
  }

  @Test
  void moreAtStakeNeverLowersARisk() {
    ForAll.cases(
        200,
        random -> {
          SortedMap<String, Fact.Value> whole = new TreeMap<>(Systems.unsafe(ElementKind.SYSTEM));
          Systems.TABLE
              .of(ElementKind.SYSTEM)
              .forEach(
                  (name, spec) ->
                      whole.put(name, ConditionMaker.value(spec.type().asked(), random)));
          Map<String, Integer> before = impacts(whole);
          whole.put("stakes", Systems.unsafe(ElementKind.SYSTEM).get("stakes"));
          whole.put("peopleAffected", new Fact.Value.Count(10_000_000));
          Map<String, Integer> after = impacts(whole);
          before.forEach((id, impact) -> assertThat(after.get(id)).isGreaterThanOrEqualTo(impact));
        });
  }

  private static Map<String, Integer> impacts(SortedMap<String, Fact.Value> whole) {
    Map<String, Integer> impacts = new TreeMap<>();
    model(
            Systems.element(ElementKind.SYSTEM, "demo", whole),
            Systems.element(ElementKind.MODEL, "core", Systems.unsafe(ElementKind.MODEL)),
            Systems.element(ElementKind.AGENT, "core", Systems.unsafe(ElementKind.AGENT)))
        .threats()
        .stream()
        .filter(threat -> threat.element().kind() != ElementKind.SYSTEM)
        .forEach(threat -> impacts.put(threat.id(), threat.impact()));
    return impacts;
  }

  @Test
  void countsCoverEverySeverity() {
    ThreatModel model = ThreatModel.of(Systems.whole(Systems::unsafe), Systems.RULES);
    assertThat(model.counts()).containsOnlyKeys(Severity.values());
    assertThat(model.counts().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(model.threats().size());
  }
}
