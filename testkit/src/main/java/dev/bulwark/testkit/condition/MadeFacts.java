package dev.bulwark.testkit.condition;

import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.condition.Vocabulary;
import dev.bulwark.kernel.condition.Vocabulary.Facts;
import dev.bulwark.kernel.system.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Facts made at random for one vocabulary, one in sixteen missing.
public record MadeFacts(
    Map<String, Map<String, Fact.Value>> variables,
    Map<String, List<Map<String, Fact.Value>>> lists)
    implements Condition.FactSource {

  /// @param condition whose names an open variable answers to
  public static MadeFacts of(Vocabulary vocabulary, Condition condition, RandomGenerator random) {
    Map<String, Map<String, Fact.Value>> variables = new TreeMap<>();
    Map<String, List<Map<String, Fact.Value>>> lists = new TreeMap<>();
    vocabulary
        .variables()
        .forEach((name, facts) -> variables.put(name, values(name, facts, condition, random)));
    vocabulary
        .lists()
        .forEach(
            (name, facts) -> {
              List<Map<String, Fact.Value>> elements = new ArrayList<>();
              for (int i = random.nextInt(4); i > 0; i--) {
                elements.add(values(name, facts, condition, random));
              }
              if (random.nextInt(16) != 0) {
                lists.put(name, elements);
              }
            });
    return new MadeFacts(variables, lists);
  }

  private static Map<String, Fact.Value> values(
      String name, Facts facts, Condition condition, RandomGenerator random) {
    Map<String, Fact.Value> values = new TreeMap<>();
    types(name, facts, condition, random)
        .forEach(
            (fact, type) -> {
              if (random.nextInt(16) != 0) {
                values.put(fact, ConditionMaker.value(type, random));
              }
            });
    return values;
  }

  private static Map<String, Vocabulary.Type> types(
      String name, Facts facts, Condition condition, RandomGenerator random) {
    return switch (facts) {
      case Facts.Known(Map<String, Vocabulary.Type> types) -> types;
      case Facts.Open _ -> {
        Map<String, Vocabulary.Type> types = new TreeMap<>();
        for (Condition.Term.Select select : condition.facts()) {
          if (select.variable().equals(name)) {
            types.put(select.fact(), Vocabulary.Type.of(ConditionMaker.shape(random)));
          }
        }
        yield types;
      }
    };
  }

  @Override
  public Optional<Fact.Value> find(String variable, String fact) {
    return Optional.ofNullable(variables.get(variable)).map(facts -> facts.get(fact));
  }

  @Override
  public Optional<List<Map<String, Fact.Value>>> elements(String list) {
    return Optional.ofNullable(lists.get(list));
  }
}
