package dev.bulwark.project.card;

import dev.bulwark.evidence.json.Rfc3339;
import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;

/// A card as Markdown and as JSON.
public final class CardText {
  private CardText() {}

  /// GitHub's Markdown; whatever comes from evidence is escaped, so that it stays text.
  public static String markdown(ModelCard card) {
    StringBuilder out = new StringBuilder();
    out.append("# ").append(escape(card.version())).append("\n\n");
    if (!card.purpose().isEmpty()) {
      out.append(escape(card.purpose())).append("\n\n");
    }
    out.append(
        "%s, %s, as of %s. Drawn from the ledger; nobody wrote it.\n"
            .formatted(card.kind(), card.state(), Moments.shown(card.asOf())));
    out.append("\n## What has not been assessed\n\n");
    card.unassessed().forEach(line -> out.append("- ").append(escape(line)).append('\n'));
    for (ModelCard.Section section : card.sections()) {
      out.append("\n## ").append(escape(section.title())).append("\n\n");
      if (section.rows().isEmpty()) {
        out.append(escape(section.empty())).append('\n');
      } else {
        row(out, section.head());
        row(out, section.head().stream().map(_ -> "---").toList());
        section.rows().forEach(cells -> row(out, cells.stream().map(CardText::escape).toList()));
      }
    }
    return out.toString();
  }

  private static void row(StringBuilder out, List<String> cells) {
    cells.forEach(cell -> out.append("| ").append(cell).append(' '));
    out.append("|\n");
  }

  /// A character that means something in Markdown or HTML is written as itself; a line break would
  /// end a table's row.
  private static String escape(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || c == '\r') {
                out.append(' ');
              } else if (c == '&') {
                out.append("&amp;");
              } else if (c == '<') {
                out.append("&lt;");
              } else if ("\\`*_{}[]|#!~>".indexOf(c) >= 0) {
                out.append('\\').appendCodePoint(c);
              } else if (!Character.isISOControl(c)) {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  /// `{"format","version","kind","state","purpose","asOf","unassessed","sections":[{"id","title",
  /// "head","rows"}]}`.
  public static Json.Obj json(ModelCard card) {
    List<Json> sections = new ArrayList<>();
    for (ModelCard.Section section : card.sections()) {
      sections.add(
          Json.object()
              .put("id", section.id())
              .put("title", section.title())
              .put("head", Json.texts(section.head()))
              .put("rows", Json.array(section.rows().stream().map(Json::texts).toList()))
              .build());
    }
    return Json.object()
        .put("format", "bulwark-model-card/v1")
        .put("version", card.version())
        .put("kind", card.kind())
        .put("state", card.state())
        .put("purpose", card.purpose())
        .put("asOf", Rfc3339.render(card.asOf()))
        .put("unassessed", Json.texts(card.unassessed()))
        .put("sections", Json.array(sections))
        .build();
  }
}
