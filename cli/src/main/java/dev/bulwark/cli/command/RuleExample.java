package dev.bulwark.cli.command;

import dev.bulwark.govern.manifest.BuiltinManifestChecks;
import dev.bulwark.govern.threat.ThreatRuns;
import dev.bulwark.inventory.check.BuiltinInventoryChecks;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.example.Example;
import dev.bulwark.kernel.example.Part;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.scan.ModelFileScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The example of a rule, from the module that owns the rule, as text, page and JSON. Read only
/// when a rule is explained.
final class RuleExample {
  private static final List<Class<?>> OWNERS =
      List.of(
          ModelFileScanner.class,
          ThreatRuns.class,
          BuiltinManifestChecks.class,
          BuiltinInventoryChecks.class,
          RuleExample.class);

  private final Example example;

  private RuleExample(Example example) {
    this.example = example;
  }

  static Optional<RuleExample> of(RuleId rule) {
    return OWNERS.stream()
        .flatMap(owner -> Example.of(owner, rule).stream())
        .findFirst()
        .map(RuleExample::new);
  }

  /// A section of a page in Markdown.
  String markdown() {
    if (!example.none().isEmpty()) {
      return "\n**Example.** None. " + example.none() + "\n";
    }
    StringBuilder page = new StringBuilder("\n## Example\n");
    for (Part part : example.parts()) {
      block(page, title(part), part.excerpt(example.says()));
    }
    if (!example.reading().isEmpty()) {
      block(page, "It reads as", example.reading().lines().toList());
    }
    block(page, "Bulwark says", printable(example.says()));
    if (!example.beside().isEmpty()) {
      block(page, "and beside it", printable(example.beside()));
    }
    return page.toString();
  }

  /// Lines for a terminal.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!example.none().isEmpty()) {
      return List.of("none: " + example.none());
    }
    for (Part part : example.parts()) {
      lines.add(title(part));
      part.excerpt(example.says()).forEach(line -> lines.add("  " + line));
    }
    example.reading().lines().forEach(line -> lines.add("  " + line));
    lines.add("Bulwark says");
    example.says().forEach(line -> lines.add("  " + line));
    return printable(lines);
  }

  Json json() {
    return Json.object()
        .put(
            "files",
            Json.array(
                example.parts().stream()
                    .<Json>map(
                        part ->
                            Json.object()
                                .put("name", part.name())
                                .put("bytes", part.content().size())
                                .put("shown", Json.texts(part.excerpt(example.says())))
                                .build())
                    .toList()))
        .put("says", Json.texts(example.says()))
        .put("beside", Json.texts(example.beside()))
        .put("none", example.none())
        .build();
  }

  private static String title(Part part) {
    return part.isText()
        ? "`" + part.name() + "`"
        : "`%s` (%,d bytes)".formatted(part.name(), part.content().size());
  }

  /// A text may turn the direction of writing: that is what some examples are about.
  private static List<String> printable(List<String> lines) {
    return lines.stream().map(Place::printable).toList();
  }

  private static void block(StringBuilder page, String title, List<String> lines) {
    String fence = lines.stream().anyMatch(line -> line.contains("```")) ? "````" : "```";
    page.append("\n").append(title).append(":\n\n").append(fence).append("text\n");
    Stream.concat(lines.stream(), Stream.of(fence)).forEach(line -> page.append(line).append('\n'));
  }
}
