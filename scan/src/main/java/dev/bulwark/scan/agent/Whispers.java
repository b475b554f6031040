package dev.bulwark.scan.agent;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a text for a language model says that a person would not see or would not want.
final class Whispers {
  private static final int INVISIBLE = 3;
  private static final List<String> ORDERS =
      List.of(
          "ignore previous instructions",
          "ignore all previous",
          "ignore the previous",
          "ignore your instructions",
          "disregard previous",
          "disregard all previous",
          "disregard your instructions",
          "do not tell the user",
          "don't tell the user",
          "do not mention this",
          "don't mention this",
          "without telling the user",
          "do not inform the user",
          "never tell the user",
          "hide this from the user",
          "<important>",
          "do not reveal this",
          "before using this tool, read",
          "before using any other tool");

  private Whispers() {}

  /// What is wrong with a text, for a finding.
  static Optional<String> in(String text) {
    if (text.codePoints().anyMatch(c -> c >= 0xe0000 && c <= 0xe007f)
        && !text.codePoints().anyMatch(c -> c == 0x1f3f4)) {
      return Optional.of("invisible Unicode tags, which a model reads as words");
    }
    if (text.chars().filter(c -> c == 0x200b || c == 0x2060 || c == 0xfeff || c == 0x180e).count()
        >= INVISIBLE) {
      return Optional.of("characters without width, which hide words or carry them");
    }
    if (text.chars().anyMatch(c -> (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))) {
      return Optional.of("controls that turn the direction of writing");
    }
    String lower = text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    return ORDERS.stream().anyMatch(lower::contains)
        ? Optional.of("an order to the model that its user is not meant to know")
        : Optional.empty();
  }
}
