package dev.bulwark.govern.threat;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.govern.facts.FactType;
import dev.bulwark.govern.threat.Condition.Operator;
import dev.bulwark.govern.threat.Condition.Term;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Makes well-typed conditions at random, and writes conditions as text.
final class ConditionMaker {
  private final RandomGenerator random;
  private final ElementKind scope;

  ConditionMaker(RandomGenerator random, ElementKind scope) {
    this.random = random;
    this.scope = scope;
  }

  Condition make(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(5)) {
      case 1 -> new Condition.Not(make(depth - 1));
      case 2 -> new Condition.All(parts(depth - 1));
      case 3 -> new Condition.Any(parts(depth - 1));
      default -> leaf();
    };
  }

  /// Nested lists of one kind are written flat and read back flat, so none is made.
  private List<Condition> parts(int depth) {
    List<Condition> parts = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(2); i++) {
      parts.add(random.nextBoolean() || depth == 0 ? leaf() : new Condition.Not(make(depth - 1)));
    }
    return parts;
  }

  private Condition leaf() {
    ElementKind kind = random.nextBoolean() ? ElementKind.SYSTEM : scope;
    List<FactSpec> specs =
        Systems.TABLE.of(kind).values().stream().filter(spec -> !spec.name().equals("in")).toList();
    FactSpec spec = specs.get(random.nextInt(specs.size()));
    Term.Select select = new Term.Select(kind.word(), spec.name());
    Term.Literal literal = new Term.Literal(value(spec.type(), random));
    return switch (spec.type()) {
      case FactType.Flag _ ->
          random.nextBoolean()
              ? new Condition.Holds(select)
              : new Condition.Compare(select, equality(), literal);
      case FactType.Count _ ->
          new Condition.Compare(
              select,
              List.of(
                      Operator.EQUAL,
                      Operator.UNEQUAL,
                      Operator.LESS,
                      Operator.AT_MOST,
                      Operator.MORE,
                      Operator.AT_LEAST)
                  .get(random.nextInt(6)),
              literal);
      case FactType.Word _, FactType.Reference _ ->
          random.nextBoolean()
              ? new Condition.Compare(select, equality(), literal)
              : new Condition.Compare(select, Operator.IN, list(spec.type()));
      case FactType.Words(List<String> values) ->
          new Condition.Compare(
              new Term.Literal(new Fact.Value.Word(values.get(random.nextInt(values.size())))),
              Operator.IN,
              select);
      case FactType.References _ ->
          new Condition.Compare(
              new Term.Literal(new Fact.Value.Word("tool/one")), Operator.IN, select);
    };
  }

  private Term.Literal list(FactType type) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      words.add(((Fact.Value.Word) value(type, random)).value());
    }
    return new Term.Literal(new Fact.Value.Words(words));
  }

  private Operator equality() {
    return random.nextBoolean() ? Operator.EQUAL : Operator.UNEQUAL;
  }

  static Fact.Value value(FactType type, RandomGenerator random) {
    return switch (type) {
      case FactType.Flag _ -> new Fact.Value.Flag(random.nextBoolean());
      case FactType.Count _ ->
          new Fact.Value.Count(
              List.of(0L, 1L, 24L, 999L, 1000L, 1_000_000L).get(random.nextInt(6)));
      case FactType.Word(List<String> values) ->
          new Fact.Value.Word(values.get(random.nextInt(values.size())));
      case FactType.Words(List<String> values) ->
          new Fact.Value.Words(values.stream().filter(_ -> random.nextBoolean()).toList());
      case FactType.Reference _ ->
          new Fact.Value.Word(random.nextBoolean() ? "none" : "supplier/acme");
      case FactType.References _ ->
          new Fact.Value.Words(random.nextBoolean() ? List.of() : List.of("tool/one"));
    };
  }

  static String text(Condition condition) {
    return switch (condition) {
      case Condition.Holds(Term term) -> text(term);
      case Condition.Compare(Term left, Operator operator, Term right) ->
          text(left) + " " + operator.symbol() + " " + text(right);
      case Condition.Not(Condition inner) -> "!(" + text(inner) + ")";
      case Condition.All(List<Condition> parts) -> joined(parts, " && ");
      case Condition.Any(List<Condition> parts) -> joined(parts, " || ");
    };
  }

  private static String joined(List<Condition> parts, String operator) {
    return parts.stream()
        .map(
            part ->
                part instanceof Condition.All || part instanceof Condition.Any
                    ? "(" + text(part) + ")"
                    : text(part))
        .collect(Collectors.joining(operator));
  }

  private static String text(Term term) {
    return switch (term) {
      case Term.Select select -> select.toString();
      case Term.Literal(Fact.Value.Flag(boolean flag)) -> String.valueOf(flag);
      case Term.Literal(Fact.Value.Count(long count)) -> String.valueOf(count);
      case Term.Literal(Fact.Value.Word(String word)) -> "\"" + word + "\"";
      case Term.Literal(Fact.Value.Words(List<String> words)) ->
          words.stream()
              .map(word -> "\"" + word + "\"")
              .collect(Collectors.joining(", ", "[", "]"));
    };
  }
}
