package dev.bulwark.project.report.html;

import static dev.bulwark.project.report.html.Html.attribute;
import static dev.bulwark.project.report.html.Html.element;
import static dev.bulwark.project.report.html.Html.join;
import static dev.bulwark.project.report.html.Html.text;

import dev.bulwark.project.card.ModelCard;
import dev.bulwark.project.card.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A model card as one page: what has not been assessed stands before what has.
public final class CardPage {
  private CardPage() {}

  public static String of(ModelCard card) {
    List<Html> parts = new ArrayList<>();
    parts.add(unassessed(card));
    card.sections().forEach(section -> parts.add(section(section)));
    Html body =
        join(
            List.of(
                element("header", heading(card)),
                element("main", join(parts)),
                element(
                    "footer",
                    text(
                        "Drawn from the ledger as of "
                            + Moments.shown(card.asOf())
                            + "; nobody wrote it."))));
    return Html.document(card.version() + " · Model card", HtmlReport.style(), body);
  }

  private static Html heading(ModelCard card) {
    return join(
        List.of(
            element("h1", text(card.version())),
            element("p", "purpose", text(card.purpose())),
            element(
                "p",
                "facts state " + card.state().toLowerCase(Locale.ROOT),
                element("span", "badge", text(card.state())),
                text(" " + card.kind() + " · as of " + Moments.shown(card.asOf())))));
  }

  private static Html unassessed(ModelCard card) {
    return element(
        "section",
        "unassessed",
        element("h2", text("What has not been assessed")),
        element(
            "ul",
            join(card.unassessed().stream().map(line -> element("li", text(line))).toList())));
  }

  private static Html section(ModelCard.Section section) {
    return element(
        "section",
        List.of(attribute("id", section.id())),
        element("h2", text(section.title())),
        section.rows().isEmpty() ? element("p", text(section.empty())) : table(section));
  }

  private static Html table(ModelCard.Section section) {
    List<Html> head =
        section.head().stream()
            .map(title -> element("th", List.of(attribute("scope", "col")), text(title)))
            .toList();
    List<Html> rows =
        section.rows().stream()
            .map(
                cells ->
                    element(
                        "tr", join(cells.stream().map(cell -> element("td", text(cell))).toList())))
            .toList();
    return element(
        "div",
        "wide card",
        element(
            "table", element("thead", element("tr", join(head))), element("tbody", join(rows))));
  }
}
