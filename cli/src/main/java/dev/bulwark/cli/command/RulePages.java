package dev.bulwark.cli.command;

import dev.bulwark.kernel.check.Rule;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// `docs/rules`: one page per rule and an index, from the rules themselves.
final class RulePages {
  private RulePages() {}

  /// @return how many pages were written
  static int write(Path folder, List<Rule> rules) {
    SortedMap<String, String> pages = pages(rules);
    try {
      java.nio.file.Files.createDirectories(folder);
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.UNAVAILABLE,
          "expected to make the folder " + folder + ", found: " + e.getClass().getSimpleName(),
          e);
    }
    pages.forEach((name, text) -> Files.write(folder.resolve(name), text));
    return pages.size();
  }

  /// Every page by its file name.
  static SortedMap<String, String> pages(List<Rule> rules) {
    SortedMap<String, String> pages = new TreeMap<>();
    StringBuilder index =
        new StringBuilder("# Rules\n\n| rule | severity | what |\n|---|---|---|\n");
    for (Rule rule : rules.stream().sorted(Comparator.comparing(Rule::id)).toList()) {
      pages.put(rule.id() + ".md", page(rule));
      index.append(
          "| [%s](%s.md) | %s | %s |\n"
              .formatted(rule.id(), rule.id(), severity(rule), rule.title()));
    }
    pages.put("README.md", index.toString());
    return pages;
  }

  private static String page(Rule rule) {
    return "# %s · %s\n\n**Severity** %s\n\n**Why.** %s\n\n**Fix.** %s\n%s%s"
        .formatted(
            rule.id(),
            rule.title(),
            severity(rule),
            rule.why(),
            rule.fix(),
            references(rule),
            RuleExample.of(rule.id()).map(RuleExample::markdown).orElse(""));
  }

  private static String references(Rule rule) {
    StringBuilder lines = new StringBuilder();
    line(lines, "CWE", rule.references().cwe());
    line(lines, "MITRE ATLAS", rule.references().atlas());
    line(lines, "OWASP", rule.references().owasp());
    return lines.isEmpty() ? "" : "\n" + lines;
  }

  private static void line(StringBuilder out, String name, List<String> ids) {
    if (!ids.isEmpty()) {
      out.append("- ").append(name).append(": ").append(String.join(", ", ids)).append('\n');
    }
  }

  private static String severity(Rule rule) {
    return rule.severity().name().toLowerCase(Locale.ROOT);
  }
}
