package dev.bulwark.govern.threat;

import dev.bulwark.kernel.system.Fact;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/// A condition over the facts of a system, written in a part of CEL (Common Expression Language)
/// that always ends and cannot do anything but compare.
///
/// ```
/// or       = and { "||" and }
/// and      = unary { "&&" unary }
/// unary    = "!" unary | "(" or ")" | term [ ("==" | "!=" | "<" | "<=" | ">" | ">=" | "in") term ]
/// term     = variable "." fact | "text" | whole number | "true" | "false" | "[" term { "," term } "]"
/// ```
///
/// Every sentence of this grammar is a sentence of CEL and means the same there: the tests compile
/// each built-in condition with `dev.cel` and compare both answers over many facts. The grammar is
/// read here, because CEL's own library takes longer to start than the rest of a small check
/// (measured in ADR 0007). There are no loops and no functions, so the cost is the length of the
/// text, at most {@link #MAX_LENGTH} characters.
///
/// A fact that is not there makes the answer an error, unless the rest of the condition decides it
/// alone: `false && error` is false (CEL specification, "Logical Operators").
public sealed interface Condition {
  int MAX_LENGTH = 1_000;

  /// Whether this holds for the facts.
  default Truth decide(FactSource facts) {
    return switch (this) {
      case Holds(Term term) -> holds(term, facts);
      case Not(Condition inner) -> inner.decide(facts).negated();
      case All(List<Condition> parts) -> absorb(parts, facts, Truth.FALSE);
      case Any(List<Condition> parts) -> absorb(parts, facts, Truth.TRUE);
      case Compare compare -> Comparison.decide(compare, facts);
    };
  }

  /// The facts a decided answer rests on, in the order of the text: changing none of them changes
  /// nothing.
  ///
  /// @param answer what {@link #decide} gave; an error rests on nothing
  default SequencedSet<Term.Select> because(FactSource facts, Truth answer) {
    SequencedSet<Term.Select> reasons = new LinkedHashSet<>();
    if (answer != Truth.ERROR) {
      collect(facts, answer, reasons);
    }
    return reasons;
  }

  /// Every fact the text names, in its order.
  default SequencedSet<Term.Select> facts() {
    SequencedSet<Term.Select> all = new LinkedHashSet<>();
    mention(all);
    return all;
  }

  /// @throws MalformedCondition naming the first character that cannot be read
  static Condition parse(String text) {
    return new ConditionParser(text).parse();
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

    record Literal(Fact.Value value) implements Term {}
  }

  /// Where a condition finds facts.
  @FunctionalInterface
  interface FactSource {
    Optional<Fact.Value> find(String variable, String fact);

    default Optional<Fact.Value> valueOf(Term term) {
      return switch (term) {
        case Term.Literal(Fact.Value value) -> Optional.of(value);
        case Term.Select(String variable, String fact) -> find(variable, fact);
      };
    }
  }

  enum Truth {
    TRUE,
    FALSE,
    /// A fact is not there, or is of another type than the condition expects.
    ERROR;

    static Truth of(boolean value) {
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

  private static Truth holds(Term term, FactSource facts) {
    return facts
        .valueOf(term)
        .map(value -> value instanceof Fact.Value.Flag flag ? Truth.of(flag.value()) : Truth.ERROR)
        .orElse(Truth.ERROR);
  }

  /// One part that gives `absorbing` decides, wherever an error stands.
  private static Truth absorb(List<Condition> parts, FactSource facts, Truth absorbing) {
    Truth answer = absorbing.negated();
    for (Condition part : parts) {
      Truth truth = part.decide(facts);
      if (truth == absorbing) {
        return absorbing;
      }
      if (truth == Truth.ERROR) {
        answer = Truth.ERROR;
      }
    }
    return answer;
  }

  private void collect(FactSource facts, Truth answer, SequencedSet<Term.Select> reasons) {
    switch (this) {
      case Not(Condition inner) -> inner.collect(facts, answer.negated(), reasons);
      case All(List<Condition> parts) -> collectAgreeing(parts, facts, answer, reasons);
      case Any(List<Condition> parts) -> collectAgreeing(parts, facts, answer, reasons);
      case Holds _, Compare _ -> mention(reasons);
    }
  }

  private static void collectAgreeing(
      List<Condition> parts, FactSource facts, Truth answer, SequencedSet<Term.Select> reasons) {
    for (Condition part : parts) {
      if (part.decide(facts) == answer) {
        part.collect(facts, answer, reasons);
      }
    }
  }

  private void mention(SequencedSet<Term.Select> all) {
    switch (this) {
      case Holds(Term term) -> mention(term, all);
      case Not(Condition inner) -> inner.mention(all);
      case All(List<Condition> parts) -> parts.forEach(part -> part.mention(all));
      case Any(List<Condition> parts) -> parts.forEach(part -> part.mention(all));
      case Compare(Term left, Operator _, Term right) -> {
        mention(left, all);
        mention(right, all);
      }
    }
  }

  private static void mention(Term term, SequencedSet<Term.Select> all) {
    if (term instanceof Term.Select select) {
      all.add(select);
    }
  }
}
