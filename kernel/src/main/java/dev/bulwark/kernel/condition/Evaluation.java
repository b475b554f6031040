package dev.bulwark.kernel.condition;

import dev.bulwark.kernel.condition.Condition.FactSource;
import dev.bulwark.kernel.condition.Condition.Term;
import dev.bulwark.kernel.condition.Condition.Truth;
import dev.bulwark.kernel.system.Fact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Answers conditions. An error in one part stands unless another part decides the whole.
final class Evaluation {
  private Evaluation() {}

  static Truth decide(Condition condition, FactSource facts) {
    return switch (condition) {
      case Condition.Holds(Term term) -> holds(term, facts);
      case Condition.Not(Condition inner) -> decide(inner, facts).negated();
      case Condition.All(List<Condition> parts) ->
          absorb(parts, part -> decide(part, facts), Truth.FALSE);
      case Condition.Any(List<Condition> parts) ->
          absorb(parts, part -> decide(part, facts), Truth.TRUE);
      case Condition.Compare compare -> Comparison.decide(compare, facts);
      case Condition.Exists(String list, String variable, Condition inner) ->
          facts
              .elements(list)
              .map(
                  elements ->
                      absorb(
                          elements,
                          element -> decide(inner, bound(variable, element, facts)),
                          Truth.TRUE))
              .orElse(Truth.ERROR);
    };
  }

  static Optional<Fact.Value> value(Term term, FactSource facts) {
    return switch (term) {
      case Term.Literal(Fact.Value value) -> Optional.of(value);
      case Term.Select(String variable, String fact) -> facts.find(variable, fact);
      case Term.Size(String list) ->
          facts.elements(list).map(elements -> new Fact.Value.Count(elements.size()));
    };
  }

  private static Truth holds(Term term, FactSource facts) {
    return value(term, facts)
        .map(value -> value instanceof Fact.Value.Flag flag ? Truth.of(flag.value()) : Truth.ERROR)
        .orElse(Truth.ERROR);
  }

  /// One part that gives `absorbing` decides, wherever an error stands.
  private static <T> Truth absorb(List<T> parts, Function<T, Truth> decide, Truth absorbing) {
    Truth answer = absorbing.negated();
    for (T part : parts) {
      Truth truth = decide.apply(part);
      if (truth == absorbing) {
        return absorbing;
      }
      if (truth == Truth.ERROR) {
        answer = Truth.ERROR;
      }
    }
    return answer;
  }

  private static FactSource bound(
      String variable, Map<String, Fact.Value> element, FactSource outer) {
    return (name, fact) ->
        name.equals(variable) ? Optional.ofNullable(element.get(fact)) : outer.find(name, fact);
  }
}
