package dev.bulwark.kernel.condition;

import dev.bulwark.kernel.condition.Condition.Compare;
import dev.bulwark.kernel.condition.Condition.Operator;
import dev.bulwark.kernel.condition.Condition.Term;
import dev.bulwark.kernel.condition.Vocabulary.Facts;
import dev.bulwark.kernel.condition.Vocabulary.Shape;
import dev.bulwark.kernel.system.Fact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Checks a condition before anybody relies on it: variables in scope, facts that exist, types that
/// compare, and words that the fact can really say. A misspelt word would otherwise be a condition
/// that never holds.
final class ConditionCheck {
  private final Vocabulary vocabulary;
  private final SequencedMap<String, Facts> scope;
  private final List<Condition.Problem> problems = new ArrayList<>();

  private ConditionCheck(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.scope = new LinkedHashMap<>(vocabulary.variables());
  }

  static List<Condition.Problem> problems(Condition condition, Vocabulary vocabulary) {
    ConditionCheck check = new ConditionCheck(vocabulary);
    check.visit(condition);
    return List.copyOf(check.problems);
  }

  private void visit(Condition condition) {
    switch (condition) {
      case Condition.Holds(Term term) ->
          typeOf(term)
              .filter(type -> type.shape() != Shape.FLAG && type.shape() != Shape.ANY)
              .ifPresent(type -> report("a flag", described(term, type)));
      case Condition.Not(Condition inner) -> visit(inner);
      case Condition.All(List<Condition> parts) -> parts.forEach(this::visit);
      case Condition.Any(List<Condition> parts) -> parts.forEach(this::visit);
      case Compare compare -> visit(compare);
      case Condition.Exists exists -> visit(exists);
    }
  }

  private void visit(Compare compare) {
    Optional<Vocabulary.Type> left = typeOf(compare.left());
    Optional<Vocabulary.Type> right = typeOf(compare.right());
    if (left.isEmpty() || right.isEmpty()) {
      return;
    }
    if (!fits(left.get().shape(), compare.operator(), right.get().shape())) {
      report(
          "two sides that " + compare.operator().symbol() + " can compare",
          described(compare.left(), left.get())
              + " and "
              + described(compare.right(), right.get()));
      return;
    }
    sayable(compare.left(), right.get());
    sayable(compare.right(), left.get());
  }

  private void visit(Condition.Exists exists) {
    Facts element = vocabulary.lists().get(exists.list());
    if (element == null) {
      unknownList(exists.list());
    } else if (scope.containsKey(exists.variable())
        || vocabulary.lists().containsKey(exists.variable())) {
      report("a new name for an element of " + exists.list(), exists.variable());
    } else {
      scope.put(exists.variable(), element);
      visit(exists.inner());
      scope.remove(exists.variable());
    }
  }

  private void unknownList(String list) {
    report("the list " + String.join(" or ", vocabulary.lists().keySet()), list);
  }

  private void report(String expected, String found) {
    problems.add(new Condition.Problem(expected, found));
  }

  private static boolean fits(Shape left, Operator operator, Shape right) {
    return switch (operator) {
      case EQUAL, UNEQUAL -> left == right || left == Shape.ANY || right == Shape.ANY;
      case IN -> isOrAny(left, Shape.WORD) && isOrAny(right, Shape.WORDS);
      case LESS, AT_MOST, MORE, AT_LEAST ->
          isOrAny(left, Shape.COUNT) && isOrAny(right, Shape.COUNT);
    };
  }

  private static boolean isOrAny(Shape shape, Shape expected) {
    return shape == expected || shape == Shape.ANY;
  }

  /// A literal beside a fact holds only words that the fact can say.
  private void sayable(Term term, Vocabulary.Type other) {
    if (term instanceof Term.Literal(Fact.Value value) && !other.words().isEmpty()) {
      for (String word : words(value)) {
        if (!other.words().contains(word)) {
          report("one of " + other.words(), "\"" + word + "\"");
        }
      }
    }
  }

  private static List<String> words(Fact.Value value) {
    return switch (value) {
      case Fact.Value.Word(String word) -> List.of(word);
      case Fact.Value.Words(List<String> words) -> words;
      case Fact.Value.Flag _, Fact.Value.Count _ -> List.of();
    };
  }

  private Optional<Vocabulary.Type> typeOf(Term term) {
    return switch (term) {
      case Term.Literal(Fact.Value value) -> Optional.of(Vocabulary.Type.of(shape(value)));
      case Term.Select select -> typeOf(select);
      case Term.Size(String list) -> {
        if (!vocabulary.lists().containsKey(list)) {
          unknownList(list);
          yield Optional.empty();
        }
        yield Optional.of(Vocabulary.Type.of(Shape.COUNT));
      }
    };
  }

  private Optional<Vocabulary.Type> typeOf(Term.Select select) {
    return switch (scope.get(select.variable())) {
      case null -> {
        report("the variable " + String.join(" or ", scope.keySet()), select.variable());
        yield Optional.empty();
      }
      case Facts.Open _ -> Optional.of(Vocabulary.Type.of(Shape.ANY));
      case Facts.Known known -> typeOf(select, known);
    };
  }

  private Optional<Vocabulary.Type> typeOf(Term.Select select, Facts.Known known) {
    Vocabulary.Type type = known.types().get(select.fact());
    if (type == null) {
      report(
          "a fact of " + select.variable() + ", one of " + known.types().keySet(),
          select.toString());
    }
    return Optional.ofNullable(type);
  }

  private static Shape shape(Fact.Value value) {
    return switch (value) {
      case Fact.Value.Flag _ -> Shape.FLAG;
      case Fact.Value.Count _ -> Shape.COUNT;
      case Fact.Value.Word _ -> Shape.WORD;
      case Fact.Value.Words _ -> Shape.WORDS;
    };
  }

  private static String described(Term term, Vocabulary.Type type) {
    return term instanceof Term.Select select
        ? select + " (" + type.shape().words() + ")"
        : type.shape().words();
  }
}
