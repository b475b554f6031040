package dev.bulwark.scan.jinja;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.scan.jinja.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Cuts a template into tokens as Jinja2's lexer does with its default delimiters and without line
/// statements. Works by hand rather than with regular expressions: their recursion and backtracking
/// are bounded by nothing but the input.
final class Lexer {
  private static final String TWO = "// ** == != >= <=";
  private static final String ONE = "+-/*%~[](){}><=.:|,;";

  private final String text;
  private final Budget budget;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  Lexer(String text, Budget budget) {
    this.text = text;
    this.budget = budget;
  }

  /// Every token, and an END behind them.
  List<Token> tokens() throws Broken {
    while (at < text.length()) {
      int opened = opening(at);
      data(at, opened);
      at = opened;
      if (at < text.length()) {
        tag();
      }
    }
    tokens.add(new Token(Kind.END, text.length(), ""));
    return tokens;
  }

  /// The next `{%`, `{{` or `{#`, or the end.
  private int opening(int from) {
    for (int i = text.indexOf('{', from); i >= 0; i = text.indexOf('{', i + 1)) {
      if (i + 1 < text.length() && "%{#".indexOf(text.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  private void data(int from, int to) {
    int end = to + 2 < text.length() && text.charAt(to + 2) == '-' ? trimmed(from, to) : to;
    if (end > from) {
      add(Kind.DATA, from, text.substring(from, end));
    }
  }

  private int trimmed(int from, int to) {
    int end = to;
    while (end > from && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private void add(Kind kind, int from, String value) {
    budget.tick();
    tokens.add(new Token(kind, from, value));
  }

  private void tag() throws Broken {
    int start = at;
    char opener = text.charAt(at + 1);
    at += 2;
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    switch (opener) {
      case '#' -> comment(start);
      case '{' -> {
        add(Kind.VARIABLE_BEGIN, start, "{{");
        code(Kind.VARIABLE_END);
      }
      default -> {
        int raw = verbatim(at, "raw");
        if (raw >= 0) {
          raw(start, raw);
        } else {
          add(Kind.BLOCK_BEGIN, start, "{%");
          code(Kind.BLOCK_END);
        }
      }
    }
  }

  private void comment(int start) throws Broken {
    int end = text.indexOf("#}", at);
    if (at == text.length()) {
      return; // Jinja2 notices the missing end only when there is something to look at
    }
    if (end < 0) {
      throw new Broken(start, "expected the end of a comment");
    }
    boolean trims = end > at && text.charAt(end - 1) == '-';
    at = end + 2;
    skipSpaces(trims);
  }

  private void skipSpaces(boolean wanted) {
    while (wanted && at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  /// Where the tag that consists of `word` ends, or -1 when there is another tag here.
  private int verbatim(int from, String word) {
    int i = spaces(from);
    if (!text.startsWith(word, i)) {
      return -1;
    }
    i = spaces(i + word.length());
    if (i < text.length() && (text.charAt(i) == '-' || (word.equals("endraw") && at(i) == '+'))) {
      i++;
    }
    return text.startsWith("%}", i) ? i + 2 : -1;
  }

  private int spaces(int from) {
    int i = from;
    while (i < text.length() && isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private void raw(int start, int from) throws Broken {
    if (from == text.length()) {
      at = from;
      return;
    }
    for (int i = text.indexOf("{%", from); i >= 0; i = text.indexOf("{%", i + 2)) {
      budget.tick();
      int signed = at(i + 2) == '-' || at(i + 2) == '+' ? i + 3 : i + 2;
      int end = verbatim(signed, "endraw");
      if (end >= 0) {
        if (i > from) {
          add(Kind.DATA, from, text.substring(from, i));
        }
        at = end;
        return;
      }
    }
    throw new Broken(start, "expected the end of a raw block");
  }

  private int at(int index) {
    return index < text.length() ? text.charAt(index) : -1;
  }

  /// Tokens of code up to the tag's end, which counts only outside of brackets.
  private void code(Kind end) throws Broken {
    Deque<Character> open = new ArrayDeque<>();
    while (at < text.length()) {
      if (open.isEmpty() && closes(end)) {
        return;
      }
      char c = text.charAt(at);
      if (isSpace(c)) {
        at++;
      } else if (c >= '0' && c <= '9') {
        number();
      } else if (isNamePart(text.codePointAt(at))) {
        name();
      } else if (c == '\'' || c == '"') {
        PythonString string = PythonString.at(text, at);
        add(Kind.STRING, at, string.value());
        at = string.end();
      } else {
        operator(open);
      }
    }
  }

  private boolean closes(Kind end) {
    String closer = end == Kind.BLOCK_END ? "%}" : "}}";
    int sign = at(at);
    boolean signed = sign == '-' || (sign == '+' && end == Kind.BLOCK_END);
    int from = signed ? at + 1 : at;
    if (!text.startsWith(closer, from)) {
      return false;
    }
    add(end, at, closer);
    at = from + 2;
    skipSpaces(sign == '-');
    return true;
  }

  private void operator(Deque<Character> open) throws Broken {
    char c = text.charAt(at);
    String two = at + 2 <= text.length() ? text.substring(at, at + 2) : "";
    String operator = !two.contains(" ") && TWO.contains(two) && two.length() == 2 ? two : "" + c;
    if (ONE.indexOf(c) < 0 && operator.length() == 1) {
      throw new Broken(at, "expected code");
    }
    switch (c) {
      case '(' -> open.push(')');
      case '[' -> open.push(']');
      case '{' -> open.push('}');
      case ')', ']', '}' -> {
        if (open.isEmpty() || open.pop() != c) {
          throw new Broken(at, "expected no closing \"" + c + "\" here");
        }
      }
      default -> {}
    }
    add(Kind.OPERATOR, at, operator);
    at += operator.length();
  }

  private void name() throws Broken {
    int from = at;
    int first = text.codePointAt(at);
    while (at < text.length() && isNamePart(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    if (first != '_' && !Character.isUnicodeIdentifierStart(first)) {
      throw new Broken(from, "expected a name");
    }
    add(Kind.NAME, from, text.substring(from, at));
  }

  private static boolean isNamePart(int c) {
    return c == '_'
        || Character.isLetterOrDigit(c)
        || (Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
  }

  private void number() {
    int from = at;
    int decimal = digits(at, 10);
    int whole = decimal;
    if (from == 0 || text.charAt(from - 1) != '.') {
      if (at(decimal) == '.' && isDigit(decimal + 1)) {
        decimal = digits(decimal + 1, 10);
      }
      if (at(decimal) == 'e' || at(decimal) == 'E') {
        int exponent = decimal + 1;
        exponent += at(exponent) == '+' || at(exponent) == '-' ? 1 : 0;
        decimal = isDigit(exponent) ? digits(exponent, 10) : decimal;
      }
    }
    if (decimal > whole) {
      add(Kind.FLOAT, from, text.substring(from, decimal));
      at = decimal;
    } else {
      at = integer(from);
      add(Kind.INTEGER, from, text.substring(from, at));
    }
  }

  private boolean isDigit(int index) {
    return at(index) >= '0' && at(index) <= '9';
  }

  /// The end of a run of digits that single underscores may part.
  private int digits(int from, int radix) {
    int end = from;
    while (true) {
      int next = at(end) == '_' ? end + 1 : end;
      if (at(next) < 0 || at(next) > 'f' || Character.digit(at(next), radix) < 0) {
        return end;
      }
      end = next + 1;
    }
  }

  private int integer(int from) {
    if (at(from) != '0') {
      return digits(from, 10);
    }
    int radix =
        switch (at(from + 1)) {
          case 'b', 'B' -> 2;
          case 'o', 'O' -> 8;
          case 'x', 'X' -> 16;
          default -> 0;
        };
    int prefixed = radix == 0 ? from + 2 : digits(from + 2, radix);
    return prefixed > from + 2 ? prefixed : zeros(from);
  }

  private int zeros(int from) {
    int end = from + 1;
    while (at(end) == '0' || (at(end) == '_' && at(end + 1) == '0')) {
      end += at(end) == '_' ? 2 : 1;
    }
    return end;
  }

  /// Python's white space, which is a little more than Java's.
  static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }
}
