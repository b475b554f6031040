package dev.bulwark.scan.torch;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.torch.Script.Suspect;
import dev.bulwark.scan.torch.Script.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads TorchScript code as its own lexer does (`torch/csrc/jit/frontend/lexer.h`): names with
/// their dots, texts and comments. Nothing is evaluated; a name is judged wherever it stands.
final class ScriptReader {
  private static final int CLOCK = 1 << 12;

  /// Longer names are cut for the report; they are on no list.
  private static final int MOST_NAME = 256;

  private static final int MOST_PARTS = 32;

  private final Source source;
  private final Budget budget;
  private final List<Suspect> suspects = new ArrayList<>();
  private long at;
  private long lineStart;
  private int line = 1;

  private ScriptReader(Source source, Budget budget) {
    this.source = source;
    this.budget = budget;
  }

  static Script read(Source source, Budget budget) {
    ScriptReader reader = new ScriptReader(source, budget);
    reader.run();
    return new Script(source.place(), reader.suspects);
  }

  private void run() {
    int before = 0;
    while (at < source.size()) {
      int c = source.at(at);
      if (isStart(c)) {
        name(before == '.');
        before = 'a';
      } else if (c == '"' || c == '\'') {
        text(c);
        before = c;
      } else if (isDigit(c)) {
        number();
        before = '0';
      } else if (isBlank(c) || c == '#') {
        blanks();
      } else {
        next();
        before = c;
      }
    }
  }

  private void next() {
    if (source.at(at) == '\n') {
      line++;
      lineStart = at + 1;
    }
    at++;
    if (at % CLOCK == 0) {
      budget.bytes(CLOCK);
    }
  }

  private static boolean isStart(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\\';
  }

  private boolean isPart() {
    return at < source.size() && (isStart(source.at(at)) || isDigit(source.at(at)));
  }

  /// Spaces, line ends, continuations and comments.
  private void blanks() {
    while (at < source.size() && (isBlank(source.at(at)) || source.at(at) == '#')) {
      if (source.at(at) == '#') {
        while (at < source.size() && source.at(at) != '\n') {
          next();
        }
      } else {
        next();
      }
    }
  }

  private void number() {
    while (isPart() || (at < source.size() && source.at(at) == '.')) {
      next();
    }
  }

  private void text(int quote) {
    boolean triple =
        at + 2 < source.size() && source.at(at + 1) == quote && source.at(at + 2) == quote;
    int quotes = triple ? 3 : 1;
    for (int i = 0; i < quotes; i++) {
      next();
    }
    while (at < source.size() && !closes(quote, quotes)) {
      if (source.at(at) == '\\' && at + 1 < source.size()) {
        next();
      } else if (source.at(at) == '\n' && !triple) {
        return;
      }
      next();
    }
    for (int i = 0; i < quotes && at < source.size(); i++) {
      next();
    }
  }

  private boolean closes(int quote, int quotes) {
    for (int i = 0; i < quotes; i++) {
      if (at + i >= source.size() || source.at(at + i) != quote) {
        return false;
      }
    }
    return true;
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    while (isPart()) {
      if (word.length() < MOST_NAME) {
        word.append((char) source.at(at));
      }
      next();
    }
    return word.toString();
  }

  /// @param method whether a dot and a value stand in front of it
  private void name(boolean method) {
    int startLine = line;
    int column = (int) Math.min(Integer.MAX_VALUE, at - lineStart + 1);
    List<String> parts = new ArrayList<>();
    parts.add(word());
    blanksInLine();
    while (at < source.size() && source.at(at) == '.') {
      next();
      blanks();
      if (!isPart()) {
        break;
      }
      if (parts.size() == MOST_PARTS) {
        parts.removeLast();
      }
      parts.add(word());
      blanksInLine();
    }
    boolean called = at < source.size() && source.at(at) == '(';
    if (!method && (parts.getFirst().equals("import") || parts.getFirst().equals("from"))) {
      imported(startLine, column, parts.getFirst().equals("from"));
    } else {
      judge(parts, called, method)
          .ifPresent(what -> add(startLine, column, what, String.join(".", parts)));
    }
  }

  private static Optional<What> judge(List<String> parts, boolean called, boolean method) {
    return ScriptPolicy.judge(parts, called, method);
  }

  /// A line end may end a statement, so a name goes on behind one only when a dot does.
  private void blanksInLine() {
    long start = at;
    int startLine = line;
    long start2 = lineStart;
    blanks();
    if (at < source.size() && line > startLine && source.at(at) != '.') {
      at = start;
      line = startLine;
      lineStart = start2;
    }
  }

  /// Older archives import their own files; nothing else can be imported.
  private void imported(int startLine, int column, boolean from) {
    blanks();
    String module = word();
    while (at < source.size() && source.at(at) == '.') {
      next();
      word();
    }
    if (from) {
      blanksInLine();
      word(); // "import"; the names behind it are read like any others
    }
    if (!module.equals("__torch__")) {
      add(startLine, column, What.PYTHON, "import " + module);
    }
  }

  private void add(int atLine, int column, What what, String name) {
    if (suspects.size() < Script.MOST) {
      suspects.add(new Suspect(atLine, column, what, Place.printable(name)));
    }
  }
}
