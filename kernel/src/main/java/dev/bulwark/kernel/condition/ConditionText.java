package dev.bulwark.kernel.condition;

import dev.bulwark.kernel.condition.Condition.Operator;
import dev.bulwark.kernel.condition.Condition.Term;
import dev.bulwark.kernel.system.Fact;
import java.util.List;
import java.util.stream.Collectors;

/// Writes conditions as text that parses to the same condition.
final class ConditionText {
  private ConditionText() {}

  static String of(Condition condition) {
    return switch (condition) {
      case Condition.Holds(Term term) -> of(term);
      case Condition.Compare(Term left, Operator operator, Term right) ->
          of(left) + " " + operator.symbol() + " " + of(right);
      case Condition.Not(Condition inner) ->
          inner instanceof Condition.Holds ? "!" + of(inner) : "!(" + of(inner) + ")";
      case Condition.All(List<Condition> parts) -> joined(parts, " && ");
      case Condition.Any(List<Condition> parts) -> joined(parts, " || ");
      case Condition.Exists(String list, String variable, Condition inner) ->
          list + ".exists(" + variable + ", " + of(inner) + ")";
    };
  }

  private static String joined(List<Condition> parts, String operator) {
    return parts.stream()
        .map(
            part ->
                part instanceof Condition.All || part instanceof Condition.Any
                    ? "(" + of(part) + ")"
                    : of(part))
        .collect(Collectors.joining(operator));
  }

  private static String of(Term term) {
    return switch (term) {
      case Term.Select select -> select.toString();
      case Term.Size(String list) -> list + ".size()";
      case Term.Literal(Fact.Value.Flag(boolean flag)) -> String.valueOf(flag);
      case Term.Literal(Fact.Value.Count(long count)) -> String.valueOf(count);
      case Term.Literal(Fact.Value.Word(String word)) -> quoted(word);
      case Term.Literal(Fact.Value.Words(List<String> words)) ->
          words.stream().map(ConditionText::quoted).collect(Collectors.joining(", ", "[", "]"));
    };
  }

  /// A word read from a text holds at most one of the two quotes.
  private static String quoted(String word) {
    String quote = word.contains("\"") ? "'" : "\"";
    return quote + word + quote;
  }
}
