package dev.bulwark.project.report;

import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.project.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The report for a terminal: the four stages with every control, what was found, and the next
/// gate.
public final class TextReport {
  private static final int THREATS_SHOWN = 5;
  private static final int PER_RULE = 3;

  private final Terminal terminal;
  private final Report report;

  private TextReport(Terminal terminal, Report report) {
    this.terminal = terminal;
    this.report = report;
  }

  public static void print(Terminal terminal, Report report, boolean all) {
    TextReport text = new TextReport(terminal, report);
    text.heading();
    StatusText status = new StatusText(terminal);
    if (report.system().described()) {
      status.stages(report.controls(), report.excluded());
    }
    text.findings(all);
    text.threats();
    status.gates(report.gates(), report.next());
    text.ledger();
  }

  private void heading() {
    terminal.line(
        terminal.paint(Paint.BOLD, report.system().title())
            + " · "
            + report.system().profile()
            + " · as of "
            + StatusText.moment(report.asOf()));
    terminal.line(report.system().purpose());
    if (report.system().assumed() > 0) {
      terminal.line(
          terminal.paint(Paint.YELLOW, report.system().assumed() + " safety facts")
              + " are not declared and count as unsafe (--all lists them).");
    }
  }

  private void findings(boolean all) {
    List<Finding> shown =
        report.findings().stream().filter(finding -> all || finding.severity().fails()).toList();
    if (!shown.isEmpty()) {
      terminal.line();
      terminal.line(terminal.paint(Paint.BOLD, "FINDINGS"));
    }
    Map<RuleId, Integer> perRule = new LinkedHashMap<>();
    for (Finding finding : shown) {
      if (perRule.merge(finding.rule(), 1, Integer::sum) <= PER_RULE || all) {
        finding(finding);
      }
    }
    if (!all) {
      perRule.forEach(this::more);
      int notes = report.findings().size() - shown.size();
      if (notes > 0) {
        terminal.line(terminal.paint(Paint.DIM, "  and " + notes + " notes (--all shows them)"));
      }
    }
    undecided();
  }

  private void more(RuleId rule, int count) {
    if (count > PER_RULE) {
      terminal.line(
          terminal.paint(
              Paint.DIM,
              "  and " + (count - PER_RULE) + " more of " + rule + " (--all shows them)"));
    }
  }

  private void undecided() {
    if (!report.undecided().isEmpty()) {
      terminal.line();
      terminal.line(terminal.paint(Paint.BOLD, "COULD NOT BE DECIDED"));
      report
          .undecided()
          .forEach(
              it ->
                  terminal.line(
                      "  %s %s: %s (%s)"
                          .formatted(
                              terminal.paint(Paint.YELLOW, it.rule()),
                              it.subject(),
                              it.detail(),
                              it.reason())));
    }
  }

  private void finding(Finding finding) {
    terminal.line(
        "  "
            + terminal.paint(
                paint(finding.severity()), finding.severity().name().toLowerCase(Locale.ROOT))
            + " "
            + finding.rule()
            + "  "
            + finding.place());
    terminal.line("      " + finding.message());
  }

  private static Paint paint(Severity severity) {
    return switch (severity) {
      case CRITICAL -> Paint.ALARM;
      case HIGH -> Paint.RED;
      case MEDIUM, LOW -> Paint.YELLOW;
      case NOTE -> Paint.DIM;
    };
  }

  private void threats() {
    if (report.threats().isEmpty()) {
      return;
    }
    terminal.line();
    terminal.line(
        terminal.paint(Paint.BOLD, "THREATS")
            + "  "
            + report.threats().size()
            + " derived from the manifest, worst first");
    report.threats().stream().limit(THREATS_SHOWN).forEach(this::threat);
    if (report.threats().size() > THREATS_SHOWN) {
      terminal.line(
          terminal.paint(
              Paint.DIM,
              "  and "
                  + (report.threats().size() - THREATS_SHOWN)
                  + " more (bulwark report --html shows all)"));
    }
  }

  private void threat(Report.ThreatLine threat) {
    terminal.line(
        "  %s %s %s: %s  %s"
            .formatted(
                terminal.paint(Paint.YELLOW, threat.severity()),
                threat.rule(),
                threat.element(),
                threat.title(),
                terminal.paint(
                    Paint.DIM,
                    "likelihood "
                        + threat.likelihood()
                        + " → "
                        + threat.residual()
                        + ", impact "
                        + threat.impact())));
  }

  private void ledger() {
    terminal.line();
    terminal.line(
        terminal.paint(
            Paint.DIM,
            "ledger  " + report.ledger().size() + " entries, root " + report.ledger().root()));
    if (!report.ledger().recovered().isEmpty()) {
      terminal.line(terminal.paint(Paint.YELLOW, "recovered  " + report.ledger().recovered()));
    }
    PackLine.of(report.ruleData())
        .ifPresent(pack -> terminal.line(terminal.paint(Paint.YELLOW, pack)));
  }
}
