package dev.bulwark.kernel.condition;

import dev.bulwark.kernel.system.Fact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// A condition over the facts of a system, written in a part of CEL (Common Expression Language)
/// that always ends and cannot do anything but compare.
///
/// ```
/// or       = and { "||" and }
/// and      = unary { "&&" unary }
/// unary    = "!" unary | "(" or ")" | list ".exists(" name "," or ")"
///          | term [ ("==" | "!=" | "<" | "<=" | ">" | ">=" | "in") term ]
/// term     = variable "." fact | list ".size()" | "text" | whole number | "true" | "false"
///          | "[" term { "," term } "]"
/// fact     = name { "." name }
/// ```
///
/// Every sentence of this grammar is a sentence of CEL and means the same there: the tests compile
/// each built-in condition with `dev.cel` and compare both answers over many facts. The grammar is
/// read here, because CEL's own library takes longer to start than the rest of a small check
/// (measured in ADR 0012). `exists` does not nest and there are no other loops or functions, so the
/// cost is the length of the text, at most {@link #MAX_LENGTH} characters, times the elements of a
/// list.
///
/// A fact that is not there makes the answer an error, unless the rest of the condition decides it
/// alone: `false && error` is false (CEL specification, "Logical Operators").
public sealed interface Condition {
  int MAX_LENGTH = 1_000;

  /// @throws MalformedCondition naming the first character that cannot be read
  static Condition parse(String text) {
    return new ConditionParser(text).parse();
  }

  /// The condition that always holds: `true`.
  static Condition always() {
    return new Holds(new Term.Literal(new Fact.Value.Flag(true)));
  }

  /// What is wrong with it for those who can only speak of this: unknown variables, lists and
  /// facts, types that do not compare, and words that a fact cannot say. Empty when nothing is.
  default List<Problem> problems(Vocabulary vocabulary) {
    return ConditionCheck.problems(this, vocabulary);
  }

  /// Whether this holds for the facts.
  default Truth decide(FactSource facts) {
    return Evaluation.decide(this, facts);
  }

  /// The facts a decided answer rests on, in the order of the text: changing none of them changes
  /// nothing. A fact of the elements of a list goes by the name of the list.
  ///
  /// @param answer what {@link #decide} gave; an error rests on nothing
  default SequencedSet<Term.Select> because(FactSource facts, Truth answer) {
    return Mentions.behind(this, facts, answer);
  }

  /// Every fact the text names, in its order.
  default SequencedSet<Term.Select> facts() {
    return Mentions.all(this);
  }

  /// The condition in the grammar again, with one space around each operator.
  default String text() {
    return ConditionText.of(this);
  }

  /// A term that is a flag.
  record Holds(Term term) implements Condition {}

  record Not(Condition inner) implements Condition {}

  /// `&&` over two or more.
  record All(List<Condition> parts) implements Condition {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /// `||` over two or more.
  record Any(List<Condition> parts) implements Condition {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  record Compare(Term left, Operator operator, Term right) implements Condition {}

  /// Some element of the list, called `variable` inside, fulfils the inner condition.
  record Exists(String list, String variable, Condition inner) implements Condition {}

  enum Operator {
    EQUAL("=="),
    UNEQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">="),
    IN("in");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }

  /// What stands on either side of an operator.
  sealed interface Term {
    /// `model.format`.
    record Select(String variable, String fact) implements Term {
      @Override
      public String toString() {
        return variable + "." + fact;
      }
    }

    /// `models.size()`.
    record Size(String list) implements Term {}

    record Literal(Fact.Value value) implements Term {}
  }

  /// What is wrong with one place of a condition.
  record Problem(String expected, String found) {
    @Override
    public String toString() {
      return "expected " + expected + ", found " + found;
    }
  }

  /// Where a condition finds facts.
  @FunctionalInterface
  interface FactSource {
    Optional<Fact.Value> find(String variable, String fact);

    /// The facts of each element of a list such as `models`; empty when there is no such list.
    default Optional<List<Map<String, Fact.Value>>> elements(String list) {
      return Optional.empty();
    }
  }

  enum Truth {
    TRUE,
    FALSE,
    /// A fact is not there, or is of another type than the condition expects.
    ERROR;

    public static Truth of(boolean value) {
      return value ? TRUE : FALSE;
    }

    Truth negated() {
      return switch (this) {
        case TRUE -> FALSE;
        case FALSE -> TRUE;
        case ERROR -> ERROR;
      };
    }
  }
}
