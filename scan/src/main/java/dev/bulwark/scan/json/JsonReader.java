package dev.bulwark.scan.json;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads JSON (RFC 8259, and the NaN and Infinity that Python adds), one document or several.
///
/// Bytes are JSON when they begin with `{` or `[` and parse to their end. Bytes that begin so and
/// break are claimed, and Malformed, only when their name promises JSON: templates and prose begin
/// with brackets as well. Comments are allowed in the files of editors, which allow them too.
public final class JsonReader implements FormatReader<JsonView> {
  /// Larger documents are not configurations; a tree of them would not fit the heap.
  private static final long MAX_BYTES = 64L << 20;

  private static final Set<String> NAMED = Set.of("json", "ipynb", "jsonl", "ndjson", "jsonc");

  private final List<Function<JsonView, List<Source>>> carried;

  /// @param carried what finds whole files of another format in a document, such as templates
  public JsonReader(List<Function<JsonView, List<Source>>> carried) {
    this.carried = List.copyOf(carried);
  }

  @Override
  public String format() {
    return "json";
  }

  /// Endings that promise JSON.
  public static String[] endings() {
    return NAMED.toArray(String[]::new);
  }

  @Override
  public Reading<JsonView> read(Source source, Budget budget) {
    if (!begins(source)) {
      return new Reading.NotMine<>();
    }
    if (source.size() > MAX_BYTES) {
      return new Reading.OverLimit<>(
          Optional.empty(),
          List.of(),
          Outcome.Reason.OVER_LIMIT,
          "it begins like JSON and is larger than 64 MiB");
    }
    JsonParse parse = new JsonParse(source, budget);
    try {
      budget.bytes(source.size());
      List<JsonTree> documents =
          parse.documents(source.bytes().toArray(JAVA_BYTE), isCommented(source));
      JsonView view = new JsonView(source, documents, parse.duplicates());
      List<Source> inside = new ArrayList<>();
      carried.forEach(finder -> inside.addAll(finder.apply(view)));
      return new Reading.View<>(view, inside);
    } catch (JsonParse.Broken e) {
      return promised(source)
          ? new Reading.Malformed<>(Optional.empty(), List.of(), e.at(), e.problem())
          : new Reading.NotMine<>();
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  /// Whether a file belongs to an editor, whose JSON may hold comments.
  private static boolean isCommented(Source source) {
    String path = source.place().path().getLast();
    return path.endsWith(".jsonc")
        || path.endsWith("devcontainer.json")
        || path.contains(".vscode/")
        || path.endsWith(".code-workspace");
  }

  private static boolean promised(Source source) {
    String name = source.place().path().getLast();
    return NAMED.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /// Whether the first byte that is no space opens an object or an array.
  private static boolean begins(Source source) {
    long at = source.startsWith((byte) 0xef, (byte) 0xbb, (byte) 0xbf) ? 3 : 0;
    while (at < source.size() && " \t\r\n".indexOf(source.at(at)) >= 0) {
      at++;
    }
    return at < source.size()
        && (source.at(at) == '{'
            || source.at(at) == '['
            || (source.at(at) == '/' && isCommented(source)));
  }
}
