package dev.bulwark.kernel.example;

import dev.bulwark.kernel.check.RuleId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One small instance of a rule's bad case, and what the program says about it.
///
/// It is kept as text in `examples/<RULE>.txt` beside the rule's module. A line `-- NAME --` begins
/// a part:
///
/// ```
/// -- model.pkl (bytes) --     a file as a hex dump; without "(bytes)" it is text
/// 00000000  63 6f 73 0a …
/// -- reads as --              optional: the bytes in the words of their format
/// -- says --                  what the program prints for the rule: `place message`, one a line
/// -- beside it --             optional: what other rules say about the same files
/// ```
///
/// A rule that no input can trigger has one part, `-- none --`, which says why.
///
/// @param parts the files, in the order they are shown
/// @param reading the bytes in the words of their format; may be empty
/// @param says never empty when there are parts
/// @param beside `RULE place message`, one a line
/// @param none why there is no example; empty when there is one
public record Example(
    List<Part> parts, String reading, List<String> says, List<String> beside, String none) {
  private static final String READING = "reads as";
  private static final String SAYS = "says";
  private static final String BESIDE = "beside it";
  private static final String NONE = "none";

  public Example {
    parts = List.copyOf(parts);
    says = List.copyOf(says);
    beside = List.copyOf(beside);
  }

  /// The example of a rule among the resources of the module that owns it.
  ///
  /// @param owner a class of the package whose folder `examples` holds it
  public static Optional<Example> of(Class<?> owner, RuleId rule) {
    try (InputStream in = owner.getResourceAsStream("examples/" + rule + ".txt")) {
      return in == null
          ? Optional.empty()
          : Optional.of(parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws IllegalArgumentException naming the line that is not understood
  public static Example parse(String text) {
    List<Part> parts = new ArrayList<>();
    Example example = new Example(List.of(), "", List.of(), List.of(), "");
    String[] lines = text.split("\n", -1);
    for (int from = 0; from < lines.length - 1; ) {
      String name = heading(lines[from]);
      if (name.isEmpty()) {
        throw new IllegalArgumentException(
            "line " + (from + 1) + ": expected -- NAME --, found: " + lines[from]);
      }
      int to = from + 1;
      while (to < lines.length - 1 && heading(lines[to]).isEmpty()) {
        to++;
      }
      List<String> body = List.of(lines).subList(from + 1, to);
      switch (name) {
        case READING -> example = example.read(String.join("\n", body));
        case SAYS -> example = example.answered(body, example.beside);
        case BESIDE -> example = example.answered(example.says, body);
        case NONE ->
            example = new Example(List.of(), "", List.of(), List.of(), String.join(" ", body));
        default -> parts.add(Part.parse(name, body, from + 2));
      }
      from = to;
    }
    return new Example(parts, example.reading, example.says, example.beside, example.none);
  }

  private static String heading(String line) {
    return line.length() > 6 && line.startsWith("-- ") && line.endsWith(" --")
        ? line.substring(3, line.length() - 3)
        : "";
  }

  /// This example with its bytes read in the words of their format.
  public Example read(String words) {
    return new Example(parts, words, says, beside, none);
  }

  /// This example with what the program says about it.
  public Example answered(List<String> says, List<String> beside) {
    return new Example(parts, reading, says, beside, none);
  }

  /// The text {@link #parse} reads.
  public String render() {
    StringBuilder out = new StringBuilder();
    parts.forEach(part -> section(out, part.heading(), part.lines()));
    section(out, READING, reading.isEmpty() ? List.of() : List.of(reading));
    section(out, SAYS, says);
    section(out, BESIDE, beside);
    section(out, NONE, none.isEmpty() ? List.of() : List.of(none));
    return out.toString();
  }

  private static void section(StringBuilder out, String name, List<String> lines) {
    if (!lines.isEmpty()) {
      out.append("-- ").append(name).append(" --\n");
      lines.forEach(line -> out.append(line).append('\n'));
    }
  }
}
