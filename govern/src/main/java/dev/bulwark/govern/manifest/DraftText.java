package dev.bulwark.govern.manifest;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.govern.facts.FactSpec.Nature;
import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.govern.yaml.Quoted;
import dev.bulwark.kernel.system.ElementKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes a manifest line by line, counting what it could fill in. Text from the folder is quoted
/// and escaped: a file name cannot add a line.
final class DraftText {
  private static final int COMMENT_COLUMN = 34;

  private final FactTable table;
  private final StringBuilder out = new StringBuilder();
  private int filled;
  private int open;

  DraftText(FactTable table) {
    this.table = table;
  }

  /// What was found out about one fact.
  record Answer(String value, String evidence) {}

  /// Answers by fact, in the making.
  static final class Answers {
    private final Map<String, Answer> known = new LinkedHashMap<>();

    Answers put(String fact, String value, String evidence) {
      known.put(fact, new Answer(value, evidence));
      return this;
    }

    Answers put(String fact, boolean value, String evidence) {
      return put(fact, Boolean.toString(value), evidence);
    }
  }

  void comment(String text) {
    out.append("# ").append(text).append('\n');
  }

  void blankLine() {
    out.append('\n');
  }

  void section(ElementKind kind) {
    blankLine();
    line("", kind.section() + ":", "");
  }

  /// A line that is known.
  void line(String indent, String text, String evidence) {
    filled++;
    write(indent + text, evidence);
  }

  /// A line that only a person can complete.
  void ask(String indent, String key, String question) {
    open++;
    write(indent + key + ": " + Fields.BLANK, question);
  }

  /// An item of a list that only a person can complete.
  void blankItem() {
    open++;
    write("  - " + Fields.BLANK, "their ids, one on each line");
  }

  private void write(String line, String comment) {
    out.append(line);
    if (!comment.isEmpty()) {
      out.append(" ".repeat(Math.max(2, COMMENT_COLUMN - line.length())))
          .append("# ")
          .append(comment);
    }
    out.append('\n');
  }

  /// The facts of one element: first those that must be stated, then safety facts that were seen.
  void facts(ElementKind kind, String indent, Answers answers) {
    for (FactSpec spec : table.of(kind).values()) {
      Answer answer = answers.known.get(spec.name());
      if (answer != null && spec.written()) {
        line(indent, spec.name() + ": " + answer.value(), answer.evidence());
      } else if (answer == null) {
        askIfNeeded(spec, indent, answers);
      }
    }
  }

  private void askIfNeeded(FactSpec spec, String indent, Answers answers) {
    switch (spec.nature()) {
      case Nature.Mandatory _ -> ask(indent, spec.name(), question(spec));
      case Nature.MandatoryWhen(var _, String flag, var _) -> {
        Answer parent = answers.known.get(flag);
        if (parent == null) {
          write(indent + "# " + spec.name() + ":", "when " + flag + ": " + question(spec));
        } else if (parent.value().equals("true")) {
          ask(indent, spec.name(), question(spec));
        }
      }
      case Nature.Safety _, Nature.Derived _ -> {}
    }
  }

  private static String question(FactSpec spec) {
    return FactValues.expected(spec.type()) + ": " + spec.what();
  }

  /// A text as a YAML scalar: plain when it is plain, else double-quoted with every unusual
  /// character escaped (YAML 1.2.2 §5.7).
  static String scalar(String text) {
    boolean plain =
        text.matches("[A-Za-z][A-Za-z0-9_./ -]*[A-Za-z0-9_/]|[A-Za-z]")
            && !text.matches("(?i)true|false|null|yes|no");
    return plain ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c >= 0x20 && c < 0x7f) {
                quoted.appendCodePoint(c);
              } else {
                quoted.append(c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
              }
            });
    return quoted.append('"').toString();
  }

  static String list(List<String> items) {
    return items.stream().map(DraftText::scalar).collect(Collectors.joining(", ", "[", "]"));
  }

  /// A name from the folder, safe in a comment.
  static String named(String name) {
    return Quoted.line(name);
  }

  int filled() {
    return filled;
  }

  int open() {
    return open;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
