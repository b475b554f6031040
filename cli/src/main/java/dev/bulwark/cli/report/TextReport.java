package dev.bulwark.cli.report;

import dev.bulwark.cli.terminal.Paint;
import dev.bulwark.cli.terminal.Terminal;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Severity;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// The report for a terminal: the four stages with every control, what was found, and the next
/// gate.
public final class TextReport {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final List<String> STAGES = List.of("design", "develop", "deploy", "operate");
  private static final int THREATS_SHOWN = 5;

  private final Terminal terminal;
  private final Report report;

  private TextReport(Terminal terminal, Report report) {
    this.terminal = terminal;
    this.report = report;
  }

  public static void print(Terminal terminal, Report report) {
    TextReport text = new TextReport(terminal, report);
    text.heading();
    text.stages();
    text.findings();
    text.threats();
    text.gates();
    text.ledger();
  }

  private void heading() {
    terminal.line(
        terminal.paint(Paint.BOLD, report.system().title())
            + " · "
            + report.system().profile()
            + " · as of "
            + MINUTE.format(report.asOf()));
    terminal.line(report.system().purpose());
    if (report.system().assumed() > 0) {
      terminal.line(
          terminal.paint(Paint.YELLOW, report.system().assumed() + " safety facts")
              + " are not declared and count as unsafe (listed as MAN findings below).");
    }
  }

  private void stages() {
    for (String stage : STAGES) {
      List<Report.ControlLine> controls =
          report.controls().stream().filter(control -> control.stage().equals(stage)).toList();
      if (controls.isEmpty()) {
        continue;
      }
      long satisfied =
          controls.stream().filter(control -> control.state() == Report.State.SATISFIED).count();
      terminal.line();
      terminal.line(
          terminal.paint(Paint.BOLD, stage.toUpperCase(Locale.ROOT))
              + "  "
              + satisfied
              + " of "
              + controls.size()
              + " satisfied");
      controls.forEach(this::control);
    }
    if (!report.excluded().isEmpty()) {
      terminal.line();
      report
          .excluded()
          .forEach(
              it ->
                  terminal.line(
                      terminal.paint(
                          Paint.DIM, "  – " + it.control() + " does not apply: " + it.why())));
    }
  }

  private void control(Report.ControlLine control) {
    Paint paint = paint(control);
    terminal.line(
        "  %s %-7s %s  %s"
            .formatted(
                terminal.paint(paint, mark(control)),
                control.id(),
                control.title(),
                terminal.paint(
                    paint,
                    control
                        .waiver()
                        .map(waiver -> "waived: " + waiver)
                        .orElse(control.state().words()))));
    control
        .reasons()
        .forEach(reason -> terminal.line("            " + terminal.paint(Paint.DIM, reason)));
  }

  private static String mark(Report.ControlLine control) {
    if (control.waiver().isPresent()) {
      return "~";
    }
    return switch (control.state()) {
      case SATISFIED -> "✓";
      case NOT_SATISFIED -> "✗";
      case STALE -> "◷";
      case NOT_ASSESSED -> "?";
    };
  }

  private static Paint paint(Report.ControlLine control) {
    if (control.waiver().isPresent()) {
      return Paint.YELLOW;
    }
    return switch (control.state()) {
      case SATISFIED -> Paint.GREEN;
      case NOT_SATISFIED -> Paint.RED;
      case STALE, NOT_ASSESSED -> Paint.YELLOW;
    };
  }

  private void findings() {
    List<Finding> shown =
        report.findings().stream().filter(finding -> finding.severity().fails()).toList();
    if (!shown.isEmpty()) {
      terminal.line();
      terminal.line(terminal.paint(Paint.BOLD, "FINDINGS"));
      shown.forEach(this::finding);
    }
    int notes = report.findings().size() - shown.size();
    if (notes > 0) {
      terminal.line(terminal.paint(Paint.DIM, "  and " + notes + " notes (--notes shows them)"));
    }
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

  private void gates() {
    terminal.line();
    StringBuilder gates = new StringBuilder();
    for (Report.GateLine gate : report.gates()) {
      gates
          .append(gates.isEmpty() ? "" : "  ")
          .append(gate.gate())
          .append(' ')
          .append(word(gate.standing()));
    }
    terminal.line(terminal.paint(Paint.BOLD, "GATES") + "  " + gates);
    Report.GateLine next = report.gate(report.next());
    terminal.line();
    terminal.line(terminal.paint(Paint.BOLD, "GATE " + next.gate() + ": ") + word(next.standing()));
    next.reasons()
        .forEach(
            reason -> terminal.line("  " + terminal.paint(Paint.RED, "because") + " " + reason));
    next.warnings()
        .forEach(
            warning ->
                terminal.line("  " + terminal.paint(Paint.YELLOW, "warns") + "   " + warning));
    if (!next.actions().isEmpty()) {
      terminal.line("  This would open it:");
      int number = 1;
      for (String action : next.actions()) {
        terminal.line("  %2d. %s".formatted(number++, action));
      }
    }
  }

  private String word(Report.Standing standing) {
    return switch (standing) {
      case ALLOW -> terminal.paint(Paint.GREEN, "Allow");
      case HOLD -> terminal.paint(Paint.YELLOW, "Hold");
      case DENY -> terminal.paint(Paint.RED, "Deny");
    };
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
  }
}
