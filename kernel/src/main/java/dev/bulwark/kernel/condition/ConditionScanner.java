package dev.bulwark.kernel.condition;

import java.util.Optional;

/// The characters of a condition, taken from the front: symbols, names, texts in quotes, numbers.
/// White space between them is a space or a line feed.
final class ConditionScanner {
  private final String text;
  private int at;

  ConditionScanner(String text) {
    this.text = text;
  }

  int at() {
    return at;
  }

  /// Goes back to where {@link #at} once stood.
  void back(int to) {
    at = to;
  }

  boolean isAtEnd() {
    return at == text.length();
  }

  /// The next character that is no white space; NUL at the end.
  char next() {
    skipSpace();
    return isAtEnd() ? '\0' : text.charAt(at);
  }

  boolean follows(char last) {
    return at > 0 && text.charAt(at - 1) == last;
  }

  boolean take(String symbol) {
    skipSpace();
    if (!text.startsWith(symbol, at)) {
      return false;
    }
    at += symbol.length();
    return true;
  }

  boolean takeWord(String word) {
    int start = at;
    if (take(word) && (isAtEnd() || !isLetter(text.charAt(at), true))) {
      return true;
    }
    at = start;
    return false;
  }

  void expect(String symbol) {
    if (!take(symbol)) {
      throw problem("\"" + symbol + "\"");
    }
  }

  /// A name of letters, digits and `_`.
  Optional<String> name() {
    skipSpace();
    int start = at;
    while (!isAtEnd() && isLetter(text.charAt(at), at > start)) {
      at++;
    }
    return at == start ? Optional.empty() : Optional.of(text.substring(start, at));
  }

  String quoted(char quote) {
    int end = text.indexOf(quote, at + 1);
    String inside = end < 0 ? "" : text.substring(at + 1, end);
    if (end < 0 || inside.chars().anyMatch(c -> c == '\\' || c < ' ')) {
      throw problem("a text in quotes, without \\ and line breaks");
    }
    at = end + 1;
    return inside;
  }

  /// Up to fifteen digits, so that every count is also exact in JSON.
  long number() {
    int start = at;
    while (!isAtEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    boolean octalLooking = at - start > 1 && text.charAt(start) == '0';
    boolean goesOn = !isAtEnd() && (isLetter(text.charAt(at), false) || text.charAt(at) == '.');
    if (at - start > 15 || octalLooking || goesOn) {
      throw problem("a whole number of at most 15 digits");
    }
    return Long.parseLong(text.substring(start, at));
  }

  MalformedCondition problem(String expected) {
    skipSpace();
    String found = isAtEnd() ? "the end" : "\"" + text.charAt(at) + "\"";
    return new MalformedCondition(at, "expected " + expected + ", found " + found);
  }

  private static boolean isLetter(char c, boolean digitsToo) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (digitsToo && c >= '0' && c <= '9');
  }

  private void skipSpace() {
    while (!isAtEnd() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
      at++;
    }
  }
}
