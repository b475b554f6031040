package dev.bulwark.kernel.condition;

import dev.bulwark.kernel.condition.Condition.Compare;
import dev.bulwark.kernel.condition.Condition.FactSource;
import dev.bulwark.kernel.condition.Condition.Truth;
import dev.bulwark.kernel.system.Fact;
import java.util.List;
import java.util.Optional;

/// Two terms against each other, as CEL does it for terms of one type; terms of two types are an
/// error here, where CEL's checker would have refused them.
final class Comparison {
  private Comparison() {}

  static Truth decide(Compare compare, FactSource facts) {
    Optional<Fact.Value> left = Evaluation.value(compare.left(), facts);
    Optional<Fact.Value> right = Evaluation.value(compare.right(), facts);
    if (left.isEmpty() || right.isEmpty()) {
      return Truth.ERROR;
    }
    return decide(left.get(), compare.operator(), right.get());
  }

  private static Truth decide(Fact.Value left, Condition.Operator operator, Fact.Value right) {
    return switch (operator) {
      case EQUAL -> equal(left, right);
      case UNEQUAL -> equal(left, right).negated();
      case IN -> in(left, right);
      case LESS, AT_MOST, MORE, AT_LEAST -> ordered(left, operator, right);
    };
  }

  private static Truth equal(Fact.Value left, Fact.Value right) {
    return left.getClass() == right.getClass() ? Truth.of(left.equals(right)) : Truth.ERROR;
  }

  private static Truth in(Fact.Value item, Fact.Value list) {
    return item instanceof Fact.Value.Word(String word)
            && list instanceof Fact.Value.Words(List<String> words)
        ? Truth.of(words.contains(word))
        : Truth.ERROR;
  }

  private static Truth ordered(Fact.Value left, Condition.Operator operator, Fact.Value right) {
    if (!(left instanceof Fact.Value.Count(long one)
        && right instanceof Fact.Value.Count(long other))) {
      return Truth.ERROR;
    }
    return Truth.of(
        switch (operator) {
          case LESS -> one < other;
          case AT_MOST -> one <= other;
          case MORE -> one > other;
          case AT_LEAST -> one >= other;
          case EQUAL, UNEQUAL, IN -> throw new IllegalArgumentException("not an order");
        });
  }
}
