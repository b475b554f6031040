package dev.bulwark.govern.manifest;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Makes element ids out of file names, each once.
final class Ids {
  private static final int LONGEST = 40;

  private final Set<String> used = new HashSet<>();

  /// @param otherwise a word for a name without letters or digits
  String next(String name, String otherwise) {
    String plain = plain(name);
    String base = plain.isEmpty() ? otherwise : plain;
    String id = base;
    for (int i = 2; !used.add(id); i++) {
      id = base + "-" + i;
    }
    return id;
  }

  /// Lower-case letters, digits and single hyphens; possibly empty.
  static String plain(String name) {
    String plain =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return plain.length() > LONGEST ? plain.substring(0, LONGEST).replaceAll("-$", "") : plain;
  }
}
