package dev.bulwark.inventory.document;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// TOML 1.0 through a library that knows positions. The library parses before the budget sees
/// entries, so size and bracket depth are bounded first.
final class TomlDocument {
  private static final int LARGEST = 16 << 20;
  private static final int DEEPEST = 64;

  private final Budget budget;
  private final List<String> lines;

  private TomlDocument(Budget budget, List<String> lines) {
    this.budget = budget;
    this.lines = lines;
  }

  static Document read(Bytes bytes, Budget budget) {
    budget.bytes(bytes.size());
    if (bytes.size() > LARGEST) {
      throw new Budget.OverLimit(Outcome.Reason.OVER_LIMIT, "TOML of more than 16 MiB");
    }
    String text;
    try {
      text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toArray())).toString();
    } catch (CharacterCodingException e) {
      return new Document.Broken(1, "expected UTF-8, found other bytes");
    }
    if (depth(text) > DEEPEST) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT, "TOML nested deeper than " + DEEPEST + " brackets");
    }
    TomlParseResult parsed = Toml.parse(text);
    if (parsed.hasErrors()) {
      TomlPosition at = parsed.errors().getFirst().position();
      return new Document.Broken(
          at == null ? 1 : Math.max(1, at.line()),
          "expected TOML, found "
              + JsonDocument.firstLine(String.valueOf(parsed.errors().getFirst().getMessage())));
    }
    return new Document.Tree(new TomlDocument(budget, text.lines().toList()).table(parsed, 1));
  }

  /// The deepest run of open brackets on any stretch without line structure; strings count too,
  /// which only makes the bound stricter.
  private static int depth(String text) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '[' || c == '{') {
        deepest = Math.max(deepest, ++depth);
      } else if ((c == ']' || c == '}') && depth > 0) {
        depth--;
      }
    }
    return deepest;
  }

  private Node.Mapping table(TomlTable table, int line) {
    budget.enter();
    try {
      LinkedHashMap<String, Node> members = new LinkedHashMap<>();
      for (Map.Entry<String, Object> entry : table.entrySet()) {
        TomlPosition at = table.inputPositionOf(List.of(entry.getKey()));
        members.put(entry.getKey(), value(entry.getValue(), line(at, line)));
      }
      return new Node.Mapping(members, line);
    } finally {
      budget.leave();
    }
  }

  private Node.Items array(TomlArray array, int line) {
    budget.enter();
    try {
      List<Node> items = new ArrayList<>();
      for (int i = 0; i < array.size(); i++) {
        items.add(value(array.get(i), line(array.inputPositionOf(i), line)));
      }
      return new Node.Items(items, line);
    } finally {
      budget.leave();
    }
  }

  private Node value(Object value, int line) {
    budget.entry();
    return switch (value) {
      case TomlTable table -> table(table, line);
      case TomlArray array -> array(array, line);
      case String text -> new Node.Text(text, line);
      default -> new Node.Literal(String.valueOf(value), line);
    };
  }

  /// The library places an item where the space before it begins, which may be lines earlier.
  private int line(@Nullable TomlPosition at, int otherwise) {
    if (at == null) {
      return otherwise;
    }
    int line = at.line();
    int column = at.column() - 1;
    while (line <= lines.size() && isSpace(lines.get(line - 1), column)) {
      line++;
      column = 0;
    }
    return line <= lines.size() ? line : at.line();
  }

  /// Whether the rest of the line is space or a comment.
  private static boolean isSpace(String line, int column) {
    String rest = column < line.length() ? line.substring(column).strip() : "";
    return rest.isEmpty() || rest.startsWith("#");
  }
}
