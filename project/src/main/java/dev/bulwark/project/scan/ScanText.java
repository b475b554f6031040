package dev.bulwark.project.scan;

import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.project.report.PackLine;
import dev.bulwark.project.report.Report;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.scan.Verdict;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A scan for a terminal: every file that is not clean as soon as it is known, then one line that
/// counts.
public final class ScanText {
  private static final int PER_RULE = 3;

  private final Terminal terminal;
  private final Map<RuleId, Rule> rules;
  private final boolean all;

  /// @param all whether clean files, notes and every finding of a rule are shown
  public ScanText(Terminal terminal, List<Rule> rules, boolean all) {
    this.terminal = terminal;
    this.rules = rules.stream().collect(Collectors.toMap(Rule::id, Function.identity()));
    this.all = all;
  }

  public void print(ScanLine file) {
    if (!all && !file.verdict().fails()) {
      return;
    }
    terminal.line(
        "%s  %s%s"
            .formatted(
                verdict(file.verdict()),
                terminal.paint(Paint.BOLD, Place.printable(file.name())),
                terminal.paint(Paint.DIM, facts(file))));
    Set<RuleId> explained = new HashSet<>();
    Map<RuleId, Integer> perRule = new LinkedHashMap<>();
    for (Finding finding : file.findings()) {
      boolean shown = all || finding.severity().fails();
      if (shown && (perRule.merge(finding.rule(), 1, Integer::sum) <= PER_RULE || all)) {
        finding(finding, explained.add(finding.rule()));
      }
    }
    perRule.forEach(
        (rule, count) -> {
          if (count > PER_RULE && !all) {
            dim("  and %d more of %s (--all shows them)".formatted(count - PER_RULE, rule));
          }
        });
    undecided(file);
  }

  private static String facts(ScanLine file) {
    if (file.bytes() < 0) {
      return "";
    }
    String formats =
        file.formats().isEmpty() ? "unknown format" : String.join(" + ", file.formats());
    String unexplained =
        file.unexplained() > 0 ? ", %,d bytes unexplained".formatted(file.unexplained()) : "";
    return "  %s, %s%s".formatted(formats, size(file.bytes()), unexplained);
  }

  private static String size(long bytes) {
    if (bytes < 1 << 10) {
      return bytes + " B";
    }
    int power = bytes < 1 << 20 ? 1 : bytes < 1 << 30 ? 2 : 3;
    return String.format(
        Locale.ROOT,
        "%.1f %s",
        bytes / Math.pow(1024, power),
        List.of("KiB", "MiB", "GiB").get(power - 1));
  }

  private void finding(Finding finding, boolean first) {
    terminal.line(
        "  %s %s  %s  %s"
            .formatted(
                terminal.paint(paint(finding.severity()), word(finding.severity())),
                finding.rule(),
                finding.place(),
                terminal.paint(Paint.DIM, Certainty.of(finding.severity()))));
    terminal.line("      " + finding.message());
    Rule rule = rules.get(finding.rule());
    if (first && rule != null) {
      dim("      → " + rule.fix());
    }
  }

  /// Rules that stopped for the same reason are told together.
  private void undecided(ScanLine file) {
    Map<String, StringJoiner> byReason = new LinkedHashMap<>();
    for (Report.Undecided open : file.undecided()) {
      byReason
          .computeIfAbsent(word(open.reason()) + "  " + open.detail(), _ -> new StringJoiner(" "))
          .add(open.rule());
    }
    byReason.forEach(
        (reason, names) -> {
          terminal.line("  " + terminal.paint(Paint.YELLOW, "not decided ") + reason);
          if (all) {
            dim("      by " + names);
          }
        });
  }

  /// The line at the end, after one about the rule pack when there was one.
  public void summary(ScanReport report) {
    PackLine.of(report.ruleData()).ifPresent(this::dim);
    if (all) {
      Set<RuleId> explained = new HashSet<>();
      report.folders().forEach(note -> finding(note, explained.add(note.rule())));
    }
    StringJoiner counts = new StringJoiner(", ");
    report
        .counts()
        .forEach(
            (verdict, count) -> {
              if (count > 0) {
                counts.add(count + " " + word(verdict));
              }
            });
    long bytes = report.files().stream().mapToLong(file -> Math.max(0, file.bytes())).sum();
    terminal.line(
        "%s  %d %s, %s%s%s"
            .formatted(
                verdict(report.verdict()),
                report.files().size(),
                report.files().size() == 1 ? "file" : "files",
                size(bytes),
                counts.length() == 0 ? "" : ": " + counts,
                report.finished() ? "" : "; stopped before the end"));
  }

  private void dim(String text) {
    terminal.line(terminal.paint(Paint.DIM, text));
  }

  private String verdict(Verdict verdict) {
    Paint paint =
        switch (verdict) {
          case CLEAN -> Paint.GREEN;
          case NOTICE -> Paint.DIM;
          case INCOMPLETE, MALFORMED -> Paint.YELLOW;
          case SUSPICIOUS -> Paint.RED;
          case MALICIOUS -> Paint.ALARM;
        };
    return terminal.paint(paint, verdict.name());
  }

  private static Paint paint(Severity severity) {
    return switch (severity) {
      case CRITICAL -> Paint.ALARM;
      case HIGH -> Paint.RED;
      case MEDIUM, LOW -> Paint.YELLOW;
      case NOTE -> Paint.DIM;
    };
  }

  private static String word(Enum<?> word) {
    return word(word.name());
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
