package dev.bulwark.testkit.condition;

import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.condition.Condition.Operator;
import dev.bulwark.kernel.condition.Condition.Term;
import dev.bulwark.kernel.condition.Vocabulary;
import dev.bulwark.kernel.condition.Vocabulary.Facts;
import dev.bulwark.kernel.condition.Vocabulary.Shape;
import dev.bulwark.kernel.system.Fact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Makes well-typed conditions at random.
public final class ConditionMaker {
  private static final List<Operator> ORDERS =
      List.of(
          Operator.EQUAL,
          Operator.UNEQUAL,
          Operator.LESS,
          Operator.AT_MOST,
          Operator.MORE,
          Operator.AT_LEAST);
  private static final List<String> WORDS = List.of("none", "supplier/acme", "tool/one");

  private final RandomGenerator random;
  private final Map<String, Facts> variables;
  private final Map<String, Facts> lists;

  public ConditionMaker(RandomGenerator random, Vocabulary vocabulary) {
    this(random, vocabulary.variables(), vocabulary.lists());
  }

  private ConditionMaker(
      RandomGenerator random, Map<String, Facts> variables, Map<String, Facts> lists) {
    this.random = random;
    this.variables = variables;
    this.lists = lists;
  }

  public Condition make(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(6)) {
      case 1 -> new Condition.Not(make(depth - 1));
      case 2 -> new Condition.All(parts(depth - 1));
      case 3 -> new Condition.Any(parts(depth - 1));
      case 4 -> lists.isEmpty() ? leaf() : overList(depth - 1);
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

  private Condition overList(int depth) {
    String list = pick(List.copyOf(lists.keySet()), random);
    if (random.nextBoolean()) {
      return new Condition.Compare(
          new Term.Size(list),
          pick(ORDERS, random),
          new Term.Literal(new Fact.Value.Count(random.nextInt(4))));
    }
    Map<String, Facts> inside = new HashMap<>(variables);
    inside.put("x", lists.getOrDefault(list, new Facts.Known(Map.of())));
    return new Condition.Exists(
        list, "x", new ConditionMaker(random, inside, Map.of()).make(depth));
  }

  /// A fact called `in` can be had, and no condition can name it.
  private Condition leaf() {
    String variable = pick(variables.keySet().stream().sorted().toList(), random);
    if (!(variables.get(variable) instanceof Facts.Known(Map<String, Vocabulary.Type> types))) {
      throw new IllegalArgumentException("nobody knows the types of " + variable);
    }
    List<String> facts = types.keySet().stream().filter(name -> !name.equals("in")).toList();
    if (facts.isEmpty()) {
      return Condition.always();
    }
    String fact = pick(facts, random);
    Vocabulary.Type type = types.getOrDefault(fact, Vocabulary.Type.of(Shape.ANY));
    Term.Select select = new Term.Select(variable, fact);
    Term.Literal literal = new Term.Literal(value(type, random));
    return switch (type.shape()) {
      case FLAG ->
          random.nextBoolean()
              ? new Condition.Holds(select)
              : new Condition.Compare(select, equality(), literal);
      case COUNT -> new Condition.Compare(select, pick(ORDERS, random), literal);
      case WORD ->
          random.nextBoolean()
              ? new Condition.Compare(select, equality(), literal)
              : new Condition.Compare(select, Operator.IN, new Term.Literal(words(type)));
      case WORDS ->
          new Condition.Compare(
              new Term.Literal(new Fact.Value.Word(pick(sayable(type), random))),
              Operator.IN,
              select);
      case ANY -> new Condition.Compare(select, equality(), literal);
    };
  }

  private Operator equality() {
    return random.nextBoolean() ? Operator.EQUAL : Operator.UNEQUAL;
  }

  private Fact.Value words(Vocabulary.Type type) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      words.add(pick(sayable(type), random));
    }
    return new Fact.Value.Words(words);
  }

  public static Fact.Value value(Vocabulary.Type type, RandomGenerator random) {
    return switch (type.shape()) {
      case FLAG -> new Fact.Value.Flag(random.nextBoolean());
      case COUNT ->
          new Fact.Value.Count(pick(List.of(0L, 1L, 24L, 999L, 1000L, 1_000_000L), random));
      case WORD -> new Fact.Value.Word(pick(sayable(type), random));
      case WORDS ->
          new Fact.Value.Words(sayable(type).stream().filter(_ -> random.nextBoolean()).toList());
      case ANY -> value(Vocabulary.Type.of(shape(random)), random);
    };
  }

  static Shape shape(RandomGenerator random) {
    return pick(List.of(Shape.FLAG, Shape.COUNT, Shape.WORD, Shape.WORDS), random);
  }

  private static List<String> sayable(Vocabulary.Type type) {
    return type.words().isEmpty() ? WORDS : type.words();
  }

  private static <T> T pick(List<T> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }
}
