package dev.bulwark.govern.threat;

import dev.bulwark.govern.threat.Condition.Operator;
import dev.bulwark.govern.threat.Condition.Term;
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

  private final String text;
  private int at;
  private int depth;

  ConditionParser(String text) {
    this.text = text;
  }

  Condition parse() {
    if (text.length() > Condition.MAX_LENGTH) {
      throw problem("at most " + Condition.MAX_LENGTH + " characters");
    }
    Condition whole = or();
    if (at < text.length()) {
      throw problem("&&, || or the end");
    }
    return whole;
  }

  private Condition or() {
    List<Condition> parts = new ArrayList<>(List.of(and()));
    while (take("||")) {
      parts.add(and());
    }
    return parts.size() == 1 ? parts.getFirst() : new Condition.Any(parts);
  }

  private Condition and() {
    List<Condition> parts = new ArrayList<>(List.of(unary()));
    while (take("&&")) {
      parts.add(unary());
    }
    return parts.size() == 1 ? parts.getFirst() : new Condition.All(parts);
  }

  private Condition unary() {
    if (++depth > MAX_DEPTH) {
      throw problem("at most " + MAX_DEPTH + " levels of nesting");
    }
    Condition read = negation();
    depth--;
    return read;
  }

  private Condition negation() {
    if (take("!")) {
      return new Condition.Not(negated());
    }
    if (take("(")) {
      Condition inner = or();
      expect(")");
      return inner;
    }
    Term left = term();
    Optional<Operator> operator = operator();
    if (operator.isEmpty()) {
      return new Condition.Holds(left);
    }
    return new Condition.Compare(left, operator.get(), term());
  }

  /// In CEL `!` binds tighter than a comparison; a comparison after it must be in parentheses.
  private Condition negated() {
    Condition inner = unary();
    if (inner instanceof Condition.Compare && text.charAt(at - 1) != ')') {
      throw problem("parentheses around the comparison that ! negates");
    }
    if (operator().isPresent()) {
      throw problem("parentheses around what ! negates");
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
      if (take(operator.symbol())) {
        return Optional.of(operator);
      }
    }
    return takeWord("in") ? Optional.of(Operator.IN) : Optional.empty();
  }

  private Term term() {
    skipSpace();
    char next = at < text.length() ? text.charAt(at) : '\0';
    if (next == '"' || next == '\'') {
      return new Term.Literal(new Fact.Value.Word(quoted(next)));
    }
    if (next == '[') {
      return new Term.Literal(new Fact.Value.Words(list()));
    }
    if (next >= '0' && next <= '9') {
      return new Term.Literal(new Fact.Value.Count(number()));
    }
    return nameOrFlag();
  }

  private Term nameOrFlag() {
    int start = at;
    String word = word();
    if (word.equals("true") || word.equals("false")) {
      return new Term.Literal(new Fact.Value.Flag(word.equals("true")));
    }
    if (RESERVED.contains(word)) {
      at = start;
      throw problem("a variable");
    }
    expect(".");
    return new Term.Select(word, fact());
  }

  /// CEL reads these words as something else even after a dot.
  private String fact() {
    int start = at;
    String word = word();
    if (List.of("in", "true", "false", "null").contains(word)) {
      at = start;
      throw problem("a fact whose name is no keyword of CEL");
    }
    return word;
  }

  private String word() {
    skipSpace();
    int start = at;
    while (at < text.length() && isLetter(text.charAt(at), at > start)) {
      at++;
    }
    if (at == start) {
      throw problem("a fact such as model.format, a text in quotes or a number");
    }
    return text.substring(start, at);
  }

  private static boolean isLetter(char c, boolean digitsToo) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (digitsToo && c >= '0' && c <= '9');
  }

  private String quoted(char quote) {
    int end = text.indexOf(quote, at + 1);
    String inside = end < 0 ? "" : text.substring(at + 1, end);
    if (end < 0 || inside.chars().anyMatch(c -> c == '\\' || c < ' ')) {
      throw problem("a text in quotes, without \\ and line breaks");
    }
    at = end + 1;
    return inside;
  }

  private List<String> list() {
    List<String> words = new ArrayList<>();
    expect("[");
    do {
      if (!(term() instanceof Term.Literal(Fact.Value.Word(String word)))) {
        throw problem("a list of texts");
      }
      words.add(word);
    } while (take(","));
    expect("]");
    return words;
  }

  /// Up to fifteen digits, so that every count is also exact in JSON.
  private long number() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    boolean octalLooking = at - start > 1 && text.charAt(start) == '0';
    if (at - start > 15 || octalLooking || startsName() || text.startsWith(".", at)) {
      throw problem("a whole number of at most 15 digits");
    }
    return Long.parseLong(text.substring(start, at));
  }

  private boolean startsName() {
    return at < text.length() && isLetter(text.charAt(at), false);
  }

  private void expect(String symbol) {
    if (!take(symbol)) {
      throw problem("\"" + symbol + "\"");
    }
  }

  private boolean take(String symbol) {
    skipSpace();
    if (!text.startsWith(symbol, at)) {
      return false;
    }
    at += symbol.length();
    return true;
  }

  private boolean takeWord(String word) {
    int start = at;
    if (take(word) && (at == text.length() || !isLetter(text.charAt(at), true))) {
      return true;
    }
    at = start;
    return false;
  }

  private void skipSpace() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
      at++;
    }
  }

  private MalformedCondition problem(String expected) {
    skipSpace();
    String found = at < text.length() ? "\"" + text.charAt(at) + "\"" : "the end";
    return new MalformedCondition(at, "expected " + expected + ", found " + found);
  }
}
