package dev.bulwark.scan.jinja;

/// A string literal of a template, its escapes undone as Python's `unicode-escape` codec does.
///
/// @param end index of the character behind the closing quote
record PythonString(String value, int end) {

  /// The literal that begins with the quote at `start`.
  static PythonString at(String text, int start) throws Broken {
    char quote = text.charAt(start);
    StringBuilder value = new StringBuilder();
    int at = start + 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == quote) {
        return new PythonString(value.toString(), at + 1);
      }
      if (c != '\\') {
        value.append(c);
        at++;
      } else if (at + 1 < text.length()) {
        at = escape(text, at + 1, value);
      } else {
        break;
      }
    }
    throw new Broken(start, "expected the end of a string");
  }

  /// Undoes the escape whose letter is at `at`.
  private static int escape(String text, int at, StringBuilder value) throws Broken {
    char c = text.charAt(at);
    switch (c) {
      case '\n' -> {}
      case '\\', '\'', '"' -> value.append(c);
      case 'a' -> value.append('\u0007');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'v' -> value.append('\u000b');
      case 'x' -> {
        return hex(text, at + 1, 2, value);
      }
      case 'u' -> {
        return hex(text, at + 1, 4, value);
      }
      case 'U' -> {
        return hex(text, at + 1, 8, value);
      }
      case 'N' -> {
        return named(text, at + 1, value);
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        return octal(text, at, value);
      }
      default -> value.append(c < 0x80 ? "\\" + c : spelled(c));
    }
    return at + 1;
  }

  /// The codec sees characters beyond ASCII as escapes, and the backslash before one as escaped.
  private static String spelled(char c) {
    return c < 0x100 ? "\\x%02x".formatted((int) c) : "\\u%04x".formatted((int) c);
  }

  private static int hex(String text, int from, int digits, StringBuilder value) throws Broken {
    long number = 0;
    for (int i = from; i < from + digits; i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw new Broken(from, "expected %d hexadecimal digits".formatted(digits));
      }
      number = number * 16 + digit;
    }
    if (number > Character.MAX_CODE_POINT) {
      throw new Broken(from, "expected a character of Unicode");
    }
    value.appendCodePoint((int) number);
    return from + digits;
  }

  private static int octal(String text, int from, StringBuilder value) {
    int number = 0;
    int at = from;
    while (at < text.length() && at < from + 3 && "01234567".indexOf(text.charAt(at)) >= 0) {
      number = number * 8 + (text.charAt(at++) - '0');
    }
    value.appendCodePoint(number);
    return at;
  }

  private static int named(String text, int from, StringBuilder value) throws Broken {
    int end = text.startsWith("{", from) ? text.indexOf('}', from) : -1;
    if (end < 0 || end - from > 100) {
      throw new Broken(from, "expected the name of a character");
    }
    try {
      value.appendCodePoint(Character.codePointOf(text.substring(from + 1, end)));
    } catch (IllegalArgumentException e) {
      throw new Broken(from, "expected the name of a character");
    }
    return end + 1;
  }
}
