package dev.bulwark.scan.npy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Parses the few Python literals a NumPy header is made of; nothing is evaluated.
///
/// Texts become `String`, numbers `Long`, `True` and `False` `Boolean`, tuples and lists `List`,
/// dictionaries `Map`.
final class PythonLiteral {
  private static final int MAX_DEPTH = 16;

  /// The text is no literal from some place on.
  static final class NotLiteral extends RuntimeException {
    private final int at;
    private final String problem;

    NotLiteral(int at, String problem) {
      super(problem, null, false, false);
      this.at = at;
      this.problem = problem;
    }

    int at() {
      return at;
    }

    String problem() {
      return problem;
    }
  }

  private final String text;
  private int at;
  private int depth;

  private PythonLiteral(String text) {
    this.text = text;
  }

  /// @throws NotLiteral at the first thing that is none
  static Object parse(String text) {
    PythonLiteral parser = new PythonLiteral(text);
    Object value = parser.value();
    parser.space();
    if (parser.at != text.length()) {
      throw parser.no("expected nothing behind the header's dictionary");
    }
    return value;
  }

  private NotLiteral no(String problem) {
    return new NotLiteral(at, problem);
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    space();
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean take(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  private void require(char c) {
    if (!take(c)) {
      throw no("expected " + c);
    }
  }

  private Object value() {
    if (++depth > MAX_DEPTH) {
      throw no("nested deeper than " + MAX_DEPTH + " levels");
    }
    char c = peek();
    Object value =
        switch (c) {
          case '{' -> dictionary();
          case '(' -> items('(', ')');
          case '[' -> items('[', ']');
          case '\'', '"' -> string(c);
          default -> word();
        };
    depth--;
    return value;
  }

  private Map<Object, Object> dictionary() {
    Map<Object, Object> members = new LinkedHashMap<>();
    require('{');
    while (!take('}')) {
      Object key = value();
      require(':');
      if (members.put(key, value()) != null) {
        throw no("expected each key once");
      }
      if (!take(',') && peek() != '}') {
        throw no("expected a comma or the end of the dictionary");
      }
    }
    return members;
  }

  private List<Object> items(char open, char close) {
    List<Object> items = new ArrayList<>();
    require(open);
    while (!take(close)) {
      items.add(value());
      if (!take(',') && peek() != close) {
        throw no("expected a comma or " + close);
      }
    }
    return items;
  }

  private String string(char quote) {
    int end = text.indexOf(quote, at + 1);
    String content = end < 0 ? "\\" : text.substring(at + 1, end);
    if (content.indexOf('\\') >= 0 || content.indexOf('\n') >= 0) {
      throw no("expected a plain text on one line");
    }
    at = end + 1;
    return content;
  }

  private Object word() {
    int start = at;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.equals("True") || word.equals("False")) {
      return word.equals("True");
    }
    if (word.matches("[0-9]{1,18}L?")) {
      return Long.valueOf(word.replace("L", ""));
    }
    at = start;
    throw no("expected a text, a number, True, False, a tuple, a list or a dictionary");
  }
}
