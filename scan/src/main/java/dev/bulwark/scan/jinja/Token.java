package dev.bulwark.scan.jinja;

/// One token of a template.
///
/// @param at index of its first character
/// @param text a string's value after its escapes, and everything else as written
record Token(Kind kind, int at, String text) {
  enum Kind {
    DATA,
    BLOCK_BEGIN,
    BLOCK_END,
    VARIABLE_BEGIN,
    VARIABLE_END,
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  boolean isOperator(String wanted) {
    return kind == Kind.OPERATOR && text.equals(wanted);
  }

  boolean isName(String wanted) {
    return kind == Kind.NAME && text.equals(wanted);
  }

  String shown() {
    return kind == Kind.END ? "the end" : kind == Kind.OPERATOR ? "\"" + text + "\"" : kind.name();
  }
}
