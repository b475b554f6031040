package dev.bulwark.project.report.html;

import static dev.bulwark.project.report.html.Html.attribute;
import static dev.bulwark.project.report.html.Html.element;
import static dev.bulwark.project.report.html.Html.join;
import static dev.bulwark.project.report.html.Html.none;
import static dev.bulwark.project.report.html.Html.text;

import dev.bulwark.kernel.check.Finding;
import dev.bulwark.project.report.PackLine;
import dev.bulwark.project.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Renders the page: verdict first, then the stage matrix, what was found, the threats as a map and
/// a list, and the evidence behind it all.
public final class HtmlReport {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final List<String> STAGES = List.of("design", "develop", "deploy", "operate");

  private HtmlReport() {}

  public static String of(Report report) {
    Html body =
        join(
            List.of(
                element("header", heading(report)),
                element(
                    "main",
                    gates(report),
                    matrix(report),
                    findings(report),
                    undecided(report),
                    threats(report),
                    evidence(report)),
                element(
                    "footer",
                    text(
                        "Bulwark "
                            + report.version()
                            + " · ledger of "
                            + report.ledger().size()
                            + " entries, root "
                            + report.ledger().root()
                            + PackLine.of(report.ruleData()).map(" · "::concat).orElse("")))));
    return Html.document(report.system().title() + " · Bulwark", style(), body);
  }

  private static Html heading(Report report) {
    return join(
        List.of(
            element("h1", text(report.system().title())),
            element("p", "purpose", text(report.system().purpose())),
            element(
                "p",
                "facts",
                text(
                    "Profile "
                        + report.system().profile()
                        + " · as of "
                        + MINUTE.format(report.asOf())
                        + (report.system().assumed() == 0
                            ? ""
                            : " · "
                                + report.system().assumed()
                                + " safety facts not declared, counted as unsafe")))));
  }

  private static Html gates(Report report) {
    List<Html> steps = new ArrayList<>();
    for (Report.GateLine gate : report.gates()) {
      String current = gate.gate().equals(report.next()) ? " next" : "";
      steps.add(
          element(
              "li",
              standing(gate.standing()) + current,
              element("strong", text(gate.gate())),
              element("span", text(word(gate.standing())))));
    }
    Report.GateLine next = report.gate(report.next());
    return section(
        "Gate " + next.gate() + ": " + word(next.standing()),
        element("ol", "gates", steps.toArray(Html[]::new)),
        titledList("Why it is closed", "ul", next.reasons()),
        titledList("The smallest set of actions that opens it", "ol", next.actions()),
        titledList("Warnings", "ul", next.warnings()));
  }

  private static Html titledList(String title, String kind, List<String> items) {
    if (items.isEmpty()) {
      return none();
    }
    return join(
        List.of(
            element("h3", text(title)),
            element(
                kind, items.stream().map(item -> element("li", text(item))).toArray(Html[]::new))));
  }

  private static Html matrix(Report report) {
    List<Html> columns = new ArrayList<>();
    for (String stage : STAGES) {
      List<Report.ControlLine> controls =
          report.controls().stream().filter(control -> control.stage().equals(stage)).toList();
      if (!controls.isEmpty()) {
        long satisfied =
            controls.stream().filter(it -> it.state() == Report.State.SATISFIED).count();
        List<Html> cells = new ArrayList<>();
        cells.add(
            element(
                "h3",
                text(stage),
                element("small", text(" " + satisfied + " of " + controls.size()))));
        controls.forEach(control -> cells.add(control(control)));
        columns.add(element("div", "stage", join(cells)));
      }
    }
    return section(
        "Four stages",
        element("div", "stages", columns.toArray(Html[]::new)),
        titledList(
            "Controls that do not apply",
            "ul",
            report.excluded().stream()
                .map(it -> it.control() + " " + it.title() + ": " + it.why())
                .toList()));
  }

  private static Html control(Report.ControlLine control) {
    String state =
        control.waiver().isPresent() ? "waived" : control.state().name().toLowerCase(Locale.ROOT);
    String words =
        control.waiver().map(waiver -> "waived: " + waiver).orElse(control.state().words());
    String evidence =
        control.evidence().isEmpty()
            ? ""
            : "evidence "
                + String.join(", ", control.evidence().stream().map(i -> "#" + i).toList());
    return element(
        "details",
        "control " + state,
        element(
            "summary",
            element("b", text(control.id())),
            text(" " + control.title()),
            element("i", text(words))),
        element(
            "ul",
            control.reasons().stream()
                .map(reason -> element("li", text(reason)))
                .toArray(Html[]::new)),
        element("small", text(evidence)));
  }

  private static Html findings(Report report) {
    return section(
        "Findings",
        table(
            "No findings.",
            List.of("Severity", "Rule", "Where", "What"),
            report.findings(),
            finding ->
                row(
                    severity(finding),
                    finding.rule().value(),
                    finding.place().toString(),
                    finding.message())));
  }

  private static String severity(Finding finding) {
    return finding.severity().name().toLowerCase(Locale.ROOT);
  }

  private static Html undecided(Report report) {
    if (report.undecided().isEmpty()) {
      return none();
    }
    return section(
        "Could not be decided",
        table(
            "",
            List.of("Rule", "Subject", "Reason", "Detail"),
            report.undecided(),
            it -> row("", it.rule(), it.subject(), it.reason(), it.detail())));
  }

  private static Html threats(Report report) {
    if (report.threats().isEmpty()) {
      return none();
    }
    return section(
        "Threats",
        HeatMap.of(report.threats()),
        table(
            "",
            List.of("Severity", "Threat", "Likelihood → left × impact", "Treated by", "Assumed"),
            report.threats(),
            threat ->
                row(
                    threat.severity(),
                    threat.rule() + " " + threat.title() + " · " + threat.element(),
                    threat.likelihood() + " → " + threat.residual() + " × " + threat.impact(),
                    String.join(", ", threat.treatments()),
                    String.join(", ", threat.assumed()))));
  }

  private static Html evidence(Report report) {
    return section(
        "Evidence",
        table(
            "No evidence yet.",
            List.of("#", "Received", "What", "Assurance", "Signer", "About", "Envelope"),
            report.evidence(),
            it ->
                row(
                    "",
                    String.valueOf(it.index()),
                    MINUTE.format(it.received()),
                    it.what(),
                    it.assurance(),
                    it.signer(),
                    String.join(", ", it.about()),
                    it.digest().substring(0, Math.min(19, it.digest().length())))));
  }

  private static Html section(String title, Html... children) {
    List<Html> parts = new ArrayList<>(List.of(element("h2", text(title))));
    parts.addAll(Arrays.asList(children));
    return element("section", join(parts));
  }

  private static <T> Html table(
      String empty, List<String> head, List<T> items, Function<T, Html> row) {
    if (items.isEmpty()) {
      return element("p", text(empty));
    }
    Html[] titles =
        head.stream()
            .map(title -> element("th", List.of(attribute("scope", "col")), text(title)))
            .toArray(Html[]::new);
    return element(
        "div",
        "wide",
        element(
            "table",
            element("thead", element("tr", titles)),
            element("tbody", join(items.stream().map(row).toList()))));
  }

  /// A row; a severity, where there is one, is the first cell and the row's class.
  private static Html row(String severity, String... cells) {
    List<Html> parts = new ArrayList<>();
    if (!severity.isEmpty()) {
      parts.add(element("td", element("span", "badge", text(severity))));
    }
    for (String cell : cells) {
      parts.add(element("td", text(cell)));
    }
    return element("tr", severity, join(parts));
  }

  private static String standing(Report.Standing standing) {
    return standing.name().toLowerCase(Locale.ROOT);
  }

  private static String word(Report.Standing standing) {
    return switch (standing) {
      case ALLOW -> "Allow";
      case DENY -> "Deny";
      case HOLD -> "Hold";
    };
  }

  static String style() {
    try (InputStream style = HtmlReport.class.getResourceAsStream("report.css")) {
      if (style == null) {
        throw new IllegalStateException("report.css is missing from the jar");
      }
      return new String(style.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
