package dev.bulwark.inventory.component;

import java.util.regex.Pattern;

/// Version and build, apart by a space or by `=`: the build is the last word, when no operator
/// stands before it or in it.
record MatchSpecWords(String version, String build) {
  private static final Pattern TWO_WORDS = Pattern.compile("[^ ,|<>=!~()] +[^ ,|<>=!~()]");

  /// @throws MatchSpec.Broken when there are more words
  static MatchSpecWords of(String after) {
    if (after.equals("=")) {
      return new MatchSpecWords("", "");
    }
    String text = after.strip();
    for (int i = 1; i < text.length() - 1; i++) {
      String last = text.substring(i + 1);
      if (" =".indexOf(text.charAt(i)) >= 0
          && "=!|,<>~".indexOf(text.charAt(i - 1)) < 0
          && last.chars().noneMatch(c -> "-=,|<>~".indexOf(c) >= 0)) {
        return new MatchSpecWords(joined(text.substring(0, i)), oneWord(last.strip()));
      }
    }
    return new MatchSpecWords(joined(text), "");
  }

  /// Spaces may stand around operators only.
  private static String joined(String version) {
    oneWord(TWO_WORDS.matcher(version).find() ? version : "");
    return version.replace(" ", "");
  }

  private static String oneWord(String text) {
    if (text.indexOf(' ') >= 0) {
      throw new MatchSpec.Broken("name, version and build apart by one space each", text);
    }
    return text;
  }

  /// `=1.2` is what starts with 1.2, unless a build makes it one version; `==1.2` is one.
  static String fuzzy(String version, String build) {
    String plain = version.replaceFirst("^=+", "");
    if (plain.equals(version) || plain.isEmpty()) {
      return version;
    }
    if (version.startsWith("==") && build.isEmpty()) {
      return plain;
    }
    if (plain.matches(".*[=,|].*")) {
      return version;
    }
    return build.isEmpty() && !plain.endsWith("*") ? "=" + plain : plain;
  }
}
