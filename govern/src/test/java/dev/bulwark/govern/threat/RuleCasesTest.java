package dev.bulwark.govern.threat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What each rule is meant to say, written down a second time in `rule-cases.txt` and independent
/// of the conditions.
final class RuleCasesTest {
  private record Case(String rule, String fires, List<String> quiet) {}

  private static final List<Case> CASES = read();

  @Test
  void everyRuleHasACaseThatFiresAndOneThatDoesNot() {
    Set<String> covered =
        CASES.stream()
            .filter(one -> !one.quiet().isEmpty())
            .map(Case::rule)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(covered)
        .containsExactlyElementsOf(
            Systems.RULES.rules().stream().map(rule -> rule.id().value()).toList());
  }

  @Test
  void everyCaseHolds() {
    for (Case one : CASES) {
      ThreatRule rule = rule(one.rule());
      assertThat(wrong(one, rule)).as(one.toString()).isEmpty();
    }
  }

  @Test
  void aNegatedRuleIsNoticed() {
    for (ThreatRule rule : Systems.RULES.rules()) {
      ThreatRule mutant = with(rule, new Condition.Not(rule.when()));
      assertThat(noticed(mutant)).as(rule.id().value()).isTrue();
    }
  }

  /// Conditions with one part left out, and with "and" and "or" exchanged.
  @Test
  void aRuleWithAPartLeftOutIsNoticed() {
    int mutants = 0;
    for (ThreatRule rule : Systems.RULES.rules()) {
      for (Condition mutant : mutants(rule.when())) {
        assertThat(noticed(with(rule, mutant))).as(rule.id() + " as " + mutant).isTrue();
        mutants++;
      }
    }
    assertThat(mutants).isGreaterThan(100);
  }

  @Test
  void aThreatRestsOnFactsOfItsOwnCondition() {
    for (Case one : CASES) {
      ThreatRule rule = rule(one.rule());
      Element element = element(rule, one.fires(), "");
      Threat threat = ThreatModel.of(Systems.of(element), Systems.RULES).of(rule.id()).getFirst();
      assertThat(threat.causes()).isNotEmpty();
      assertThat(threat.causes())
          .allSatisfy(cause -> assertThat(cause.element()).isEqualTo(element.path()));
    }
  }

  private static boolean noticed(ThreatRule mutant) {
    return CASES.stream()
        .filter(one -> one.rule().equals(mutant.id().value()))
        .anyMatch(one -> !wrong(one, mutant).isEmpty());
  }

  private static List<String> wrong(Case one, ThreatRule rule) {
    List<String> wrong = new ArrayList<>();
    if (!fires(rule, element(rule, one.fires(), ""))) {
      wrong.add("does not fire");
    }
    for (String quiet : one.quiet()) {
      if (fires(rule, element(rule, one.fires(), quiet))) {
        wrong.add("fires with " + quiet);
      }
    }
    return wrong;
  }

  private static boolean fires(ThreatRule rule, Element element) {
    Element whole = Systems.of(element).whole();
    return rule.when().decide(Facts.of(element, whole).conditionSource()) == Condition.Truth.TRUE;
  }

  private static Element element(ThreatRule rule, String fires, String quiet) {
    ElementKind kind = rule.scope();
    SortedMap<String, Fact.Value> facts =
        Systems.with(kind, Systems.benign(kind), Systems.read(kind, fires));
    if (!quiet.isEmpty()) {
      facts = Systems.with(kind, facts, Systems.read(kind, quiet));
    }
    return Systems.element(kind, "core", facts);
  }

  private static ThreatRule rule(String id) {
    return Systems.RULES.find(new RuleId(id)).orElseThrow();
  }

  private static ThreatRule with(ThreatRule rule, Condition when) {
    return new ThreatRule(
        rule.id(),
        rule.kind(),
        rule.scope(),
        rule.title(),
        when,
        rule.why(),
        rule.fix(),
        rule.stride(),
        rule.references(),
        rule.ease(),
        rule.maturity(),
        rule.impacts(),
        rule.treatments());
  }

  private static Set<Condition> mutants(Condition condition) {
    Set<Condition> mutants = new LinkedHashSet<>();
    switch (condition) {
      case Condition.Holds _, Condition.Compare _, Condition.Exists _ -> {}
      case Condition.Not(Condition inner) -> {
        mutants.add(inner);
        mutants(inner).forEach(mutant -> mutants.add(new Condition.Not(mutant)));
      }
      case Condition.All(List<Condition> parts) -> {
        mutants.add(new Condition.Any(parts));
        for (int i = 0; i < parts.size(); i++) {
          List<Condition> fewer = new ArrayList<>(parts);
          fewer.remove(i);
          mutants.add(fewer.size() == 1 ? fewer.getFirst() : new Condition.All(fewer));
          for (Condition part : mutants(parts.get(i))) {
            List<Condition> changed = new ArrayList<>(parts);
            changed.set(i, part);
            mutants.add(new Condition.All(changed));
          }
        }
      }
      case Condition.Any(List<Condition> parts) -> {
        mutants.add(new Condition.All(parts));
        for (int i = 0; i < parts.size(); i++) {
          List<Condition> fewer = new ArrayList<>(parts);
          fewer.remove(i);
          mutants.add(fewer.size() == 1 ? fewer.getFirst() : new Condition.Any(fewer));
        }
      }
    }
    return mutants;
  }

  private static List<Case> read() {
    try (InputStream in = RuleCasesTest.class.getResourceAsStream("rule-cases.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split("\\|"))
          .map(
              parts ->
                  new Case(
                      parts[0].strip(),
                      parts[1].strip(),
                      Arrays.stream(parts[2].split(";")).map(String::strip).toList()))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
