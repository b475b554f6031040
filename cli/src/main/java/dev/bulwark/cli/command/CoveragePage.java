package dev.bulwark.cli.command;

import dev.bulwark.control.policy.Coverage;

/// `docs/controls.md`: what the guidelines ask, which controls serve it, and how much of their
/// evidence this version can produce.
final class CoveragePage {
  private CoveragePage() {}

  static String of(Coverage table) {
    StringBuilder page = new StringBuilder();
    page.append("# Asks, controls and what can be shown today\n\n");
    page.append(
        "● this version can produce all the evidence a control asks for · ◐ some of it · ○ none yet. ");
    page.append("Made by `bulwark controls --markdown`; a test compares.\n\n");
    page.append("| ask | in our words | controls |\n|---|---|---|\n");
    for (Coverage.Row row : table.rows()) {
      page.append(
          "| %s | %s | %s |\n"
              .formatted(
                  row.ask().id(),
                  row.ask().text(),
                  String.join(" · ", row.controls().stream().map(CoveragePage::cell).toList())));
    }
    page.append("\n| control | title | serves | nothing produces yet |\n|---|---|---|---|\n");
    for (Coverage.Producible each : table.controls()) {
      page.append(
          "| %s %s | %s | %s | %s |\n"
              .formatted(
                  mark(each),
                  each.control().id(),
                  each.control().title(),
                  String.join(" ", each.control().asks()),
                  String.join(", ", each.missing())));
    }
    return page.toString();
  }

  private static String cell(Coverage.Producible each) {
    return mark(each) + " " + each.control().id();
  }

  private static String mark(Coverage.Producible each) {
    return switch (each.extent()) {
      case WHOLE -> "●";
      case PART -> "◐";
      case NONE -> "○";
    };
  }
}
