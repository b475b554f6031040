package dev.bulwark.govern.threat;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.govern.facts.FactType;
import dev.bulwark.govern.threat.Condition.Compare;
import dev.bulwark.govern.threat.Condition.Operator;
import dev.bulwark.govern.threat.Condition.Term;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks a condition against the table of facts before anybody relies on it: variables in scope,
/// facts that exist, types that compare, and words that the fact can really say. A misspelt word
/// would otherwise be a rule that never fires.
final class ConditionCheck {
  private final FactTable table;
  private final ElementKind scope;
  private final List<String> problems = new ArrayList<>();

  private ConditionCheck(FactTable table, ElementKind scope) {
    this.table = table;
    this.scope = scope;
  }

  /// @param scope the kind of element the condition looks at; `system` is always there beside it
  /// @return what is wrong, empty when nothing is
  static List<String> problems(Condition condition, ElementKind scope, FactTable table) {
    ConditionCheck check = new ConditionCheck(table, scope);
    check.visit(condition);
    return List.copyOf(check.problems);
  }

  private void visit(Condition condition) {
    switch (condition) {
      case Condition.Holds(Term term) ->
          typeOf(term)
              .filter(type -> type.shape() != Shape.FLAG)
              .ifPresent(type -> problems.add("expected a flag, found " + described(term, type)));
      case Condition.Not(Condition inner) -> visit(inner);
      case Condition.All(List<Condition> parts) -> parts.forEach(this::visit);
      case Condition.Any(List<Condition> parts) -> parts.forEach(this::visit);
      case Compare compare -> visit(compare);
    }
  }

  private void visit(Compare compare) {
    Optional<Type> left = typeOf(compare.left());
    Optional<Type> right = typeOf(compare.right());
    if (left.isEmpty() || right.isEmpty()) {
      return;
    }
    if (!fits(left.get().shape(), compare.operator(), right.get().shape())) {
      problems.add(
          "%s cannot compare %s with %s"
              .formatted(
                  compare.operator().symbol(),
                  described(compare.left(), left.get()),
                  described(compare.right(), right.get())));
      return;
    }
    sayable(compare.left(), right.get());
    sayable(compare.right(), left.get());
  }

  private static boolean fits(Shape left, Operator operator, Shape right) {
    return switch (operator) {
      case EQUAL, UNEQUAL -> left == right;
      case IN -> left == Shape.WORD && right == Shape.WORDS;
      case LESS, AT_MOST, MORE, AT_LEAST -> left == Shape.COUNT && right == Shape.COUNT;
    };
  }

  /// A literal beside a fact holds only words that the fact can say.
  private void sayable(Term term, Type other) {
    if (term instanceof Term.Literal(Fact.Value value) && !other.values().isEmpty()) {
      for (String word : words(value)) {
        if (!other.values().contains(word)) {
          problems.add("expected one of " + other.values() + ", found \"" + word + "\"");
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

  private Optional<Type> typeOf(Term term) {
    return switch (term) {
      case Term.Literal(Fact.Value value) -> Optional.of(new Type(shape(value), List.of()));
      case Term.Select select -> typeOf(select);
    };
  }

  private Optional<Type> typeOf(Term.Select select) {
    ElementKind kind =
        select.variable().equals(ElementKind.SYSTEM.word()) ? ElementKind.SYSTEM : scope;
    if (!select.variable().equals(kind.word())) {
      problems.add(
          "expected the variable %s or system, found %s"
              .formatted(scope.word(), select.variable()));
      return Optional.empty();
    }
    FactSpec spec = table.of(kind).get(select.fact());
    if (spec == null) {
      problems.add("there is no fact " + select + " in the table of facts");
      return Optional.empty();
    }
    return Optional.of(typeOf(spec.type()));
  }

  private static Type typeOf(FactType type) {
    return switch (type) {
      case FactType.Flag _ -> new Type(Shape.FLAG, List.of());
      case FactType.Count _ -> new Type(Shape.COUNT, List.of());
      case FactType.Word(List<String> values) -> new Type(Shape.WORD, values);
      case FactType.Words(List<String> values) -> new Type(Shape.WORDS, values);
      case FactType.Reference _ -> new Type(Shape.WORD, List.of());
      case FactType.References _ -> new Type(Shape.WORDS, List.of());
    };
  }

  private static Shape shape(Fact.Value value) {
    return switch (value) {
      case Fact.Value.Flag _ -> Shape.FLAG;
      case Fact.Value.Count _ -> Shape.COUNT;
      case Fact.Value.Word _ -> Shape.WORD;
      case Fact.Value.Words _ -> Shape.WORDS;
    };
  }

  private static String described(Term term, Type type) {
    return term instanceof Term.Select select
        ? select + " (" + type.shape().words() + ")"
        : type.shape().words();
  }

  /// @param values the only words it takes; empty when any word will do
  private record Type(Shape shape, List<String> values) {}

  private enum Shape {
    FLAG("a flag"),
    COUNT("a count"),
    WORD("a word"),
    WORDS("a list of words");

    private final String words;

    Shape(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
