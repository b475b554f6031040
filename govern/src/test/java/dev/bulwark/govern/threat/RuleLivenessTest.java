package dev.bulwark.govern.threat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.govern.facts.FactSpec.Nature;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every rule can speak, and only where it should; every safety fact is heard by some rule.
final class RuleLivenessTest {

  /// What an ability or an exposure brings whatever is done against it: the threat stays, and its
  /// residual falls with the controls that treat it.
  private static final List<String> INHERENT =
      List.of(
          "TR-08", "TR-12", "TR-13", "TR-20", "TR-23", "TR-24", "TR-25", "TR-29", "TR-30", "TR-38",
          "TR-39", "TR-44", "TR-45", "TR-51", "TR-65");

  /// Safety facts that no condition names: they only weigh (impact, exposure).
  private static final List<String> WEIGHING_ONLY =
      List.of(
          "agent.in",
          "dataset.in",
          "model.in",
          "system.euHighRiskDeployer",
          "system.riskTier",
          "tool.in");

  @Test
  void everyRuleFiresOnTheAllUnsafeSystem() {
    assertThat(Systems.fired(Systems.of(varied("unsafe"))))
        .containsExactlyElementsOf(
            Systems.RULES.rules().stream().map(rule -> rule.id().value()).toList());
  }

  @Test
  void onlyInherentRulesFireOnTheProtectedSystem() {
    assertThat(Systems.fired(Systems.of(varied("exposed")))).containsExactlyElementsOf(INHERENT);
  }

  @Test
  void noRuleFiresOnTheBenignSystem() {
    assertThat(Systems.fired(Systems.whole(Systems::benign))).isEmpty();
  }

  @Test
  void everySafetyFactTurnedUnsafeAddsAThreatOrIsListed() {
    TreeSet<String> silent = new TreeSet<>();
    for (ElementKind kind : ElementKind.values()) {
      for (FactSpec fact : safetyFacts(kind)) {
        if (!heard(kind, fact)) {
          silent.add(kind.word() + "." + fact.name());
        }
      }
    }
    assertThat(silent).containsExactlyElementsOf(WEIGHING_ONLY);
  }

  @Test
  void everyKindOfElementHasARule() {
    assertThat(ElementKind.values())
        .allSatisfy(kind -> assertThat(Systems.RULES.of(kind)).as(kind.word()).isNotEmpty());
  }

  /// Some protections only matter where another one is missing, so each fact is turned alone and
  /// beside every other.
  private static boolean heard(ElementKind kind, FactSpec fact) {
    for (SortedMap<String, Fact.Value> base : Systems.variants(kind, Systems.exposed(kind))) {
      if (heard(kind, fact, base)) {
        return true;
      }
      for (FactSpec other : safetyFacts(kind)) {
        if (!other.equals(fact)
            && heard(kind, fact, Systems.with(kind, base, Map.of(other.name(), other.unsafe())))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean heard(
      ElementKind kind, FactSpec fact, SortedMap<String, Fact.Value> base) {
    SortedMap<String, Fact.Value> turned =
        Systems.with(kind, base, Map.of(fact.name(), fact.unsafe()));
    List<String> more = new ArrayList<>(fired(kind, turned));
    more.removeAll(fired(kind, base));
    return !more.isEmpty();
  }

  private static List<String> fired(ElementKind kind, Map<String, Fact.Value> facts) {
    return Systems.fired(Systems.of(Systems.element(kind, "core", facts)));
  }

  private static List<FactSpec> safetyFacts(ElementKind kind) {
    return Systems.TABLE.of(kind).values().stream()
        .filter(spec -> spec.nature() instanceof Nature.Safety)
        .toList();
  }

  /// Elements of every kind, one for each word an ability or exposure can take.
  private static List<Element> varied(String how) {
    List<Element> elements = new ArrayList<>();
    for (ElementKind kind : ElementKind.values()) {
      SortedMap<String, Fact.Value> facts =
          how.equals("unsafe") ? Systems.unsafe(kind) : Systems.exposed(kind);
      List<SortedMap<String, Fact.Value>> variants =
          kind == ElementKind.SYSTEM
              ? List.of(new TreeMap<>(facts))
              : Systems.variants(kind, facts);
      for (int i = 0; i < variants.size(); i++) {
        elements.add(Systems.element(kind, "e" + i, variants.get(i)));
      }
    }
    assertThat(elements).hasSizeGreaterThan(Arrays.asList(ElementKind.values()).size());
    return elements;
  }
}
