package dev.bulwark.server.console;

import dev.bulwark.project.report.Report;
import java.util.ArrayList;
import java.util.List;

/// Threats by likelihood (across) and impact (up), as they stand with today's live evidence.
///
/// @param rows from the gravest impact down, each from the least likely up
public record Heat(List<Row> rows) {
  private static final int STEPS = 9;

  public Heat {
    rows = List.copyOf(rows);
  }

  public record Row(int impact, List<Cell> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /// @param band from 0 (both low) to 4 (both high), as the OWASP risk rating adds them
  /// @param threats what lies here, one a line
  public record Cell(int band, List<String> threats) {
    public Cell {
      threats = List.copyOf(threats);
    }
  }

  public static Heat of(List<Report.ThreatLine> threats) {
    List<Row> rows = new ArrayList<>();
    for (int impact = STEPS; impact >= 1; impact--) {
      List<Cell> cells = new ArrayList<>();
      for (int likelihood = 1; likelihood <= STEPS; likelihood++) {
        cells.add(cell(threats, likelihood, impact));
      }
      rows.add(new Row(impact, cells));
    }
    return new Heat(rows);
  }

  private static Cell cell(List<Report.ThreatLine> threats, int likelihood, int impact) {
    return new Cell(
        third(likelihood) + third(impact),
        threats.stream()
            .filter(threat -> threat.residual() == likelihood && threat.impact() == impact)
            .map(threat -> threat.rule() + " " + threat.element())
            .toList());
  }

  private static int third(int score) {
    return score < 3 ? 0 : score < 6 ? 1 : 2;
  }
}
