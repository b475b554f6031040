package dev.bulwark.scan.yaml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks through a text that breaks the grammar for words that a loader with another grammar would
/// act on.
final class LooseText {
  private static final int MOST = 100;
  private static final int LONGEST = 500;
  private static final List<String> TELLING =
      List.of("_target_", "loader_module", "auto_map", "model_code_path", "%TAG");

  private LooseText() {}

  /// Tags of languages as they are written.
  static List<TagUse> tags(String text) {
    List<TagUse> tags = new ArrayList<>();
    int at = text.indexOf('!');
    while (at >= 0 && tags.size() < MOST) {
      int end = at;
      while (end < text.length() && end - at < LONGEST && !ends(text.charAt(end))) {
        end++;
      }
      Optional<LanguageTag> tag = LanguageTag.ofShorthand(text.substring(at, end));
      if (tag.isPresent()) {
        int offset = text.substring(0, at).getBytes(StandardCharsets.UTF_8).length;
        tags.add(new TagUse(offset, tag.get(), true));
      }
      at = text.indexOf('!', Math.max(end, at + 1));
    }
    return tags;
  }

  private static boolean ends(char c) {
    return c <= ' '
        || ",[]{}\"'`".indexOf(c) >= 0
        || c == '\u0085'
        || c == '\u2028'
        || c == '\u2029';
  }

  /// Whether some tag of a language may be in the text.
  static boolean any(String text) {
    return text.contains("%TAG") || !tags(text).isEmpty();
  }

  /// Whether the text has a word that only configurations of models have.
  static boolean tells(String text) {
    return TELLING.stream().anyMatch(text::contains);
  }
}
