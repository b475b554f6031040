package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.policy.Control;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.policy.Requirement;
import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.condition.Vocabulary;
import dev.bulwark.kernel.condition.Vocabulary.Facts;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.project.Shell;
import dev.bulwark.project.inspect.Inspector;
import dev.bulwark.project.terminal.Terminal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the catalogue asks of producers, they really have: names that two modules must agree on
/// without knowing each other.
class SeamsTest {
  private final List<Rule> rules =
      new Inspector(
              new Shell(
                  new Terminal(System.out, System.err, false, false),
                  InstantSource.system(),
                  System::nanoTime))
          .rules();

  @Test
  void everyRuleTheCatalogueNamesExists() {
    Set<String> known = rules.stream().map(rule -> rule.id().value()).collect(Collectors.toSet());
    Set<String> named = new TreeSet<>();
    for (Control control : Policy.builtin().catalogue().controls()) {
      for (Requirement requirement : control.evidence()) {
        named.addAll(requirement.rules());
      }
    }
    assertThat(named).isNotEmpty();
    assertThat(known).containsAll(named);
  }

  @Test
  void everyFactTheCatalogueNamesIsInTheTableOfFactsWithTheSameType() {
    Vocabulary catalogue = Policy.builtin().catalogue().facts();
    FactTable table = FactTable.builtin();
    int named = 0;
    for (ElementKind kind : ElementKind.values()) {
      boolean whole = kind == ElementKind.SYSTEM;
      Map<String, Facts> facts = whole ? catalogue.variables() : catalogue.lists();
      Facts.Known known = (Facts.Known) facts.get(kind.section());
      assertThat(table.asked(kind).types()).as(kind.section()).containsAllEntriesOf(known.types());
      named += known.types().size();
    }
    assertThat(named).isPositive();
  }

  @Test
  void ruleIdsAreUnique() {
    assertThat(rules.stream().map(rule -> rule.id().value()).toList()).doesNotHaveDuplicates();
  }

  @Test
  void everyRuleExplainsItself() {
    assertThat(rules).hasSizeGreaterThan(80);
    assertThat(rules)
        .allSatisfy(
            rule ->
                assertThat(List.of(rule.title(), rule.why(), rule.fix()))
                    .allSatisfy(text -> assertThat(text).isNotBlank()));
  }
}
