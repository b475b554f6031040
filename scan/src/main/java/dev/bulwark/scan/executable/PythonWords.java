package dev.bulwark.scan.executable;

import dev.bulwark.kernel.check.Budget;
import java.util.ArrayList;
import java.util.List;

/// Takes Python source apart into words, without comments and with every string as one word.
///
/// Reads from left to right and never goes back. It takes more than Python would: a text that is no
/// Python gives words too.
final class PythonWords {
  private static final int MAX_WORDS = 2_000_000;

  private final String text;
  private final Budget budget;
  private final List<Word> words = new ArrayList<>();
  private int at;

  /// One word.
  ///
  /// @param at where it starts in the text
  /// @param line from 1
  /// @param text a name, a dotted name, one sign, or what is between the quotes of a string
  record Word(int at, int line, Kind kind, String text) {
    boolean is(String sign) {
      return kind == Kind.SIGN && text.equals(sign);
    }
  }

  enum Kind {
    NAME,
    STRING,
    NUMBER,
    SIGN,
    END_OF_LINE
  }

  private int line = 1;

  private PythonWords(String text, Budget budget) {
    this.text = text;
    this.budget = budget;
  }

  static List<Word> of(String text, Budget budget) {
    PythonWords reader = new PythonWords(text, budget);
    while (reader.at < text.length() && reader.words.size() < MAX_WORDS) {
      reader.step();
    }
    return reader.words;
  }

  private void step() {
    budget.tick();
    char c = text.charAt(at);
    if (c == '\n') {
      add(at, line, Kind.END_OF_LINE, "");
      line++;
      at++;
    } else if (c == '#') {
      while (at < text.length() && text.charAt(at) != '\n') {
        at++;
      }
    } else if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
      line++;
      at += 2;
    } else if (c == '"' || c == '\'') {
      string(at, c);
    } else if (Character.isJavaIdentifierStart(c) && c != '$') {
      name();
    } else if (c >= '0' && c <= '9') {
      number();
    } else {
      if (c > ' ') {
        add(at, line, Kind.SIGN, String.valueOf(c));
      }
      at++;
    }
  }

  private void add(int start, int startLine, Kind kind, String word) {
    words.add(new Word(start, startLine, kind, word));
  }

  private void name() {
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      budget.tick();
      at++;
    }
    boolean prefix = at - start <= 2 && at < text.length() && "\"'".indexOf(text.charAt(at)) >= 0;
    if (prefix) {
      string(start, text.charAt(at));
    } else {
      add(start, line, Kind.NAME, text.substring(start, at));
    }
  }

  /// A dot joins names, so that `os.system` is one word.
  private boolean isNamePart(char c) {
    return (Character.isJavaIdentifierPart(c) && c != '$')
        || (c == '.'
            && at + 1 < text.length()
            && Character.isJavaIdentifierStart(text.charAt(at + 1)));
  }

  private void number() {
    int start = at;
    while (at < text.length()
        && (Character.isJavaIdentifierPart(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    add(start, line, Kind.NUMBER, text.substring(start, at));
  }

  private void string(int start, char quote) {
    int startLine = line;
    boolean three = text.startsWith(String.valueOf(quote).repeat(3), at);
    at += three ? 3 : 1;
    int from = at;
    while (at < text.length()) {
      budget.tick();
      char c = text.charAt(at);
      if (c == '\n') {
        if (!three) {
          break; // not closed: Python would refuse it
        }
        line++;
      }
      if (c == '\\' && at + 1 < text.length()) {
        line += text.charAt(at + 1) == '\n' ? 1 : 0;
        at += 2;
        continue;
      }
      if (c == quote && (!three || text.startsWith(String.valueOf(quote).repeat(3), at))) {
        add(start, startLine, Kind.STRING, text.substring(from, at));
        at += three ? 3 : 1;
        return;
      }
      at++;
    }
    at = Math.min(at, text.length());
    add(start, startLine, Kind.STRING, text.substring(from, at));
  }
}
