package dev.bulwark.project.report.html;

import static dev.bulwark.project.report.html.Html.attribute;
import static dev.bulwark.project.report.html.Html.element;
import static dev.bulwark.project.report.html.Html.join;
import static dev.bulwark.project.report.html.Html.text;

import dev.bulwark.project.report.Report;
import java.util.ArrayList;
import java.util.List;

/// Threats by likelihood (across) and impact (up), as they stand with today's live evidence: nine
/// by nine cells, each with its count.
final class HeatMap {
  private static final int STEPS = 9;

  private HeatMap() {}

  static Html of(List<Report.ThreatLine> threats) {
    List<Html> rows = new ArrayList<>();
    for (int impact = STEPS; impact >= 1; impact--) {
      List<Html> cells = new ArrayList<>(List.of(element("th", text(String.valueOf(impact)))));
      for (int likelihood = 1; likelihood <= STEPS; likelihood++) {
        cells.add(cell(threats, likelihood, impact));
      }
      rows.add(element("tr", join(cells)));
    }
    List<Html> axis = new ArrayList<>(List.of(element("th")));
    for (int likelihood = 1; likelihood <= STEPS; likelihood++) {
      axis.add(element("th", text(String.valueOf(likelihood))));
    }
    return element(
        "figure",
        element(
            "table",
            List.of(
                Html.classes("heat"),
                attribute("aria-label", "Threats by residual likelihood and impact")),
            join(rows),
            element("tr", join(axis))),
        element(
            "figcaption",
            text(
                "Impact upwards, likelihood left with live evidence to the right; the number counts threats.")));
  }

  private static Html cell(List<Report.ThreatLine> threats, int likelihood, int impact) {
    List<String> here =
        threats.stream()
            .filter(threat -> threat.residual() == likelihood && threat.impact() == impact)
            .map(threat -> threat.rule() + " " + threat.element())
            .toList();
    return element(
        "td",
        List.of(
            Html.classes("heat" + band(likelihood, impact)),
            attribute("title", String.join("\n", here))),
        text(here.isEmpty() ? "" : String.valueOf(here.size())));
  }

  /// The bands of the OWASP risk rating: low, medium, high on each axis, added.
  private static int band(int likelihood, int impact) {
    return third(likelihood) + third(impact);
  }

  private static int third(int score) {
    return score < 3 ? 0 : score < 6 ? 1 : 2;
  }
}
