package dev.bulwark.kernel.condition;

import dev.bulwark.kernel.condition.Condition.FactSource;
import dev.bulwark.kernel.condition.Condition.Term;
import dev.bulwark.kernel.condition.Condition.Term.Select;
import dev.bulwark.kernel.condition.Condition.Truth;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// Collects the facts a condition names, all of them or those behind an answer.
final class Mentions {
  private final SequencedSet<Select> selects = new LinkedHashSet<>();

  private Mentions() {}

  static SequencedSet<Select> all(Condition condition) {
    Mentions mentions = new Mentions();
    mentions.add(condition);
    return mentions.selects;
  }

  static SequencedSet<Select> behind(Condition condition, FactSource facts, Truth answer) {
    Mentions mentions = new Mentions();
    if (answer != Truth.ERROR) {
      mentions.add(condition, facts, answer);
    }
    return mentions.selects;
  }

  private void add(Condition condition, FactSource facts, Truth answer) {
    switch (condition) {
      case Condition.Not(Condition inner) -> add(inner, facts, answer.negated());
      case Condition.All(List<Condition> parts) -> addAgreeing(parts, facts, answer);
      case Condition.Any(List<Condition> parts) -> addAgreeing(parts, facts, answer);
      case Condition.Holds _, Condition.Compare _, Condition.Exists _ -> add(condition);
    }
  }

  private void addAgreeing(List<Condition> parts, FactSource facts, Truth answer) {
    for (Condition part : parts) {
      if (part.decide(facts) == answer) {
        add(part, facts, answer);
      }
    }
  }

  private void add(Condition condition) {
    switch (condition) {
      case Condition.Holds(Term term) -> add(term);
      case Condition.Not(Condition inner) -> add(inner);
      case Condition.All(List<Condition> parts) -> parts.forEach(this::add);
      case Condition.Any(List<Condition> parts) -> parts.forEach(this::add);
      case Condition.Compare(Term left, Condition.Operator _, Term right) -> {
        add(left);
        add(right);
      }
      case Condition.Exists(String list, String variable, Condition inner) ->
          all(inner)
              .forEach(
                  select ->
                      selects.add(
                          select.variable().equals(variable)
                              ? new Select(list, select.fact())
                              : select));
    }
  }

  private void add(Term term) {
    if (term instanceof Select select) {
      selects.add(select);
    }
  }
}
