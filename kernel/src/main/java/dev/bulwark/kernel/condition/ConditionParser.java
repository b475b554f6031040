package dev.bulwark.kernel.condition;

import dev.bulwark.kernel.condition.Condition.Operator;
import dev.bulwark.kernel.condition.Condition.Term;
import dev.bulwark.kernel.system.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the grammar of {@link Condition}, by recursive descent over the characters.
///
/// Where the grammar is narrower than CEL the text is refused, never read differently: `!a == b`,
/// `a == b == c`, escapes in texts, and every word CEL reserves.
final class ConditionParser {
  private static final int MAX_DEPTH = 32;

  /// CEL language definition, "Syntax": names that may not be variables.
  private static final Set<String> RESERVED =
      Set.of(
          "as",
          "break",
          "const",
          "continue",
          "else",
          "false",
          "for",
          "function",
          "if",
          "import",
          "in",
          "let",
          "loop",
          "namespace",
          "null",
          "package",
          "return",
          "true",
          "var",
          "void",
          "while");

  private final ConditionScanner in;
  private final int length;
  private int depth;
  private boolean inExists;

  ConditionParser(String text) {
    this.in = new ConditionScanner(text);
    this.length = text.length();
  }

  Condition parse() {
    if (length > Condition.MAX_LENGTH) {
      throw in.problem("at most " + Condition.MAX_LENGTH + " characters");
    }
    Condition whole = or();
    if (!in.isAtEnd()) {
      throw in.problem("&&, || or the end");
    }
    return whole;
  }

  private Condition or() {
    List<Condition> parts = new ArrayList<>(List.of(and()));
    while (in.take("||")) {
      parts.add(and());
    }
    return parts.size() == 1 ? parts.getFirst() : new Condition.Any(parts);
  }

  private Condition and() {
    List<Condition> parts = new ArrayList<>(List.of(unary()));
    while (in.take("&&")) {
      parts.add(unary());
    }
    return parts.size() == 1 ? parts.getFirst() : new Condition.All(parts);
  }

  private Condition unary() {
    if (++depth > MAX_DEPTH) {
      throw in.problem("at most " + MAX_DEPTH + " levels of nesting");
    }
    Condition read = single();
    depth--;
    return read;
  }

  private Condition single() {
    if (in.take("!")) {
      return new Condition.Not(negated());
    }
    if (in.take("(")) {
      Condition inner = or();
      in.expect(")");
      return inner;
    }
    int start = in.at();
    Optional<String> list = in.name();
    if (list.isPresent() && in.take(".") && in.takeWord("exists") && in.take("(")) {
      return exists(start, list.get());
    }
    in.back(start);
    return comparison();
  }

  private Condition comparison() {
    Term left = term();
    Optional<Operator> operator = operator();
    if (operator.isEmpty()) {
      return new Condition.Holds(left);
    }
    return new Condition.Compare(left, operator.get(), term());
  }

  /// One inside the other would cost the product of two lists.
  private Condition exists(int start, String list) {
    if (inExists || RESERVED.contains(list)) {
      in.back(start);
      throw in.problem(inExists ? "no exists inside another" : "a list");
    }
    inExists = true;
    String variable = variable();
    in.expect(",");
    Condition inner = or();
    in.expect(")");
    inExists = false;
    return new Condition.Exists(list, variable, inner);
  }

  /// In CEL `!` binds tighter than a comparison; a comparison after it must be in parentheses.
  private Condition negated() {
    Condition inner = unary();
    if (inner instanceof Condition.Compare && !in.follows(')')) {
      throw in.problem("parentheses around the comparison that ! negates");
    }
    if (operator().isPresent()) {
      throw in.problem("parentheses around what ! negates");
    }
    return inner;
  }

  private Optional<Operator> operator() {
    for (Operator operator :
        List.of(
            Operator.EQUAL,
            Operator.UNEQUAL,
            Operator.AT_MOST,
            Operator.AT_LEAST,
            Operator.LESS,
            Operator.MORE)) {
      if (in.take(operator.symbol())) {
        return Optional.of(operator);
      }
    }
    return in.takeWord("in") ? Optional.of(Operator.IN) : Optional.empty();
  }

  private Term term() {
    char next = in.next();
    if (next == '"' || next == '\'') {
      return new Term.Literal(new Fact.Value.Word(in.quoted(next)));
    }
    if (next == '[') {
      return new Term.Literal(new Fact.Value.Words(list()));
    }
    if (next >= '0' && next <= '9') {
      return new Term.Literal(new Fact.Value.Count(in.number()));
    }
    if (in.takeWord("true")) {
      return new Term.Literal(new Fact.Value.Flag(true));
    }
    if (in.takeWord("false")) {
      return new Term.Literal(new Fact.Value.Flag(false));
    }
    return named();
  }

  private Term named() {
    String variable = variable();
    in.expect(".");
    String fact = fact();
    if (fact.equals("size") && in.take("(")) {
      in.expect(")");
      return new Term.Size(variable);
    }
    while (in.take(".")) {
      fact += "." + fact();
    }
    return new Term.Select(variable, fact);
  }

  private String variable() {
    int start = in.at();
    String word = word();
    if (RESERVED.contains(word)) {
      in.back(start);
      throw in.problem("a variable");
    }
    return word;
  }

  /// CEL reads these words as something else even after a dot.
  private String fact() {
    int start = in.at();
    String word = word();
    if (List.of("in", "true", "false", "null").contains(word)) {
      in.back(start);
      throw in.problem("a fact whose name is no keyword of CEL");
    }
    return word;
  }

  private String word() {
    return in.name()
        .orElseThrow(() -> in.problem("a fact such as model.format, a text in quotes or a number"));
  }

  private List<String> list() {
    List<String> words = new ArrayList<>();
    in.expect("[");
    do {
      if (!(term() instanceof Term.Literal(Fact.Value.Word(String word)))) {
        throw in.problem("a list of texts");
      }
      words.add(word);
    } while (in.take(","));
    in.expect("]");
    return words;
  }
}
