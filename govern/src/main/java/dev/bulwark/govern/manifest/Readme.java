package dev.bulwark.govern.manifest;

import java.util.List;
import java.util.Optional;

/// Takes title and purpose out of a README.
final class Readme {
  private Readme() {}

  /// The first heading.
  static Optional<String> title(String readme) {
    return readme
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("# "))
        .map(line -> cut(line.substring(2).strip(), ElementReader.LONGEST_TITLE))
        .filter(title -> !title.isBlank())
        .findFirst();
  }

  /// The first paragraph of prose.
  static Optional<String> purpose(String readme) {
    StringBuilder paragraph = new StringBuilder();
    for (String line : readme.lines().limit(200).toList()) {
      String text = line.strip();
      boolean prose = !text.isEmpty() && Character.isLetter(text.codePointAt(0));
      if (prose) {
        paragraph.append(paragraph.isEmpty() ? "" : " ").append(text);
      } else if (!paragraph.isEmpty()) {
        break;
      }
    }
    return Optional.of(cut(paragraph.toString(), 400)).filter(text -> !text.isBlank());
  }

  private static String cut(String text, int longest) {
    List<Integer> points = text.codePoints().limit(longest).boxed().toList();
    StringBuilder out = new StringBuilder();
    points.forEach(out::appendCodePoint);
    return out.toString();
  }
}
