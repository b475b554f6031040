package dev.bulwark.server.badge;

import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.report.Report;
import java.util.List;

/// A line about one system: the furthest open gate, and what the next one waits for.
///
/// @param colour six hexadecimal digits, dark enough for white letters
public record Badge(String message, String colour) {
  /// For a system that shows none, and for one that is not there: the same.
  public static final Badge NOT_SHOWN = new Badge("not shown", "5c6570");

  /// For a system whose ledger does not verify, or that nobody has looked at for a minute.
  public static final Badge UNKNOWN = new Badge("cannot be told now", "5c6570");

  private static final String LABEL = "bulwark";
  private static final String OPEN = "1f6f3a";
  private static final String WAITS = "7d5800";
  private static final String CLOSED = "a3261d";
  private static final int LETTER = 7;
  private static final int PADDING = 12;

  public static Badge of(Report report) {
    List<Report.GateLine> gates = report.gates();
    int open = 0;
    while (open < gates.size() && gates.get(open).standing() == Report.Standing.ALLOW) {
      open++;
    }
    if (open == gates.size()) {
      return new Badge("every gate open", OPEN);
    }
    Report.GateLine next = gates.get(open);
    String before = open == 0 ? "" : gates.get(open - 1).gate() + " open, ";
    return switch (next.standing()) {
      case HOLD -> new Badge(before + next.gate() + " waits for people", WAITS);
      case DENY, ALLOW -> new Badge(before + next.gate() + " closed", CLOSED);
    };
  }

  /// As shields.io reads it (endpoint badge, schema version 1).
  public Json.Obj json() {
    return Json.object()
        .put("schemaVersion", 1)
        .put("label", LABEL)
        .put("message", message)
        .put("color", colour)
        .build();
  }

  /// A picture with a name and without script or style.
  public String svg() {
    int left = LABEL.length() * LETTER + PADDING;
    int right = message.length() * LETTER + PADDING;
    String words = escaped(message);
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%2$s: %3$s">
    <title>%2$s: %3$s</title>
    <rect width="%4$d" height="20" fill="#2b313b"/>
    <rect x="%4$d" width="%5$d" height="20" fill="#%6$s"/>
    <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" aria-hidden="true">
    <text x="6" y="14" textLength="%7$d">%2$s</text>
    <text x="%8$d" y="14" textLength="%9$d">%3$s</text>
    </g>
    </svg>
    """
        .formatted(
            left + right,
            LABEL,
            words,
            left,
            right,
            colour,
            left - PADDING,
            left + PADDING / 2,
            right - PADDING);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
