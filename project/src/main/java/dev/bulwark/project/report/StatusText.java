package dev.bulwark.project.report;

import dev.bulwark.project.terminal.Paint;
import dev.bulwark.project.terminal.Terminal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// The four stages with every control, and the gates, for a terminal.
public final class StatusText {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final List<String> STAGES = List.of("design", "develop", "deploy", "operate");

  private final Terminal terminal;

  StatusText(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Prints a whole status.
  ///
  /// @param next the gate to explain
  public static void print(
      Terminal terminal,
      Instant asOf,
      List<Report.ControlLine> controls,
      List<Report.Excluded> excluded,
      List<Report.GateLine> gates,
      String next) {
    StatusText text = new StatusText(terminal);
    terminal.line("as of " + moment(asOf));
    text.stages(controls, excluded);
    text.gates(gates, next);
  }

  static String moment(Instant at) {
    return SECOND.format(at);
  }

  void stages(List<Report.ControlLine> all, List<Report.Excluded> excluded) {
    for (String stage : STAGES) {
      List<Report.ControlLine> controls =
          all.stream().filter(control -> control.stage().equals(stage)).toList();
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
    if (!excluded.isEmpty()) {
      terminal.line();
      excluded.forEach(
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

  void gates(List<Report.GateLine> all, String nextGate) {
    terminal.line();
    StringBuilder gates = new StringBuilder();
    for (Report.GateLine gate : all) {
      gates
          .append(gates.isEmpty() ? "" : "  ")
          .append(gate.gate())
          .append(' ')
          .append(word(gate.standing()));
    }
    terminal.line(terminal.paint(Paint.BOLD, "GATES") + "  " + gates);
    all.stream().filter(gate -> gate.gate().equals(nextGate)).forEach(this::gate);
  }

  private void gate(Report.GateLine gate) {
    terminal.line();
    terminal.line(terminal.paint(Paint.BOLD, "GATE " + gate.gate() + ": ") + word(gate.standing()));
    gate.reasons()
        .forEach(
            reason -> terminal.line("  " + terminal.paint(Paint.RED, "because") + " " + reason));
    gate.warnings()
        .forEach(
            warning ->
                terminal.line("  " + terminal.paint(Paint.YELLOW, "warns") + "   " + warning));
    if (!gate.actions().isEmpty()) {
      terminal.line("  This would open it:");
      int number = 1;
      for (String action : gate.actions()) {
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
}
