package dev.bulwark.scan.zip;

import dev.bulwark.scan.zip.ZipView.Kind;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Watches member names: two that land on one file, and those that land outside the folder.
final class Names {
  private final Oddities oddities;
  private final Set<String> exact = new HashSet<>();
  private final Set<String> landing = new HashSet<>();

  Names(Oddities oddities) {
    this.oddities = oddities;
  }

  void add(Entry entry) {
    String name = entry.name();
    boolean again = !exact.add(name);
    boolean landsOnAnother = !landing.add(landing(name));
    if (again || landsOnAnother) {
      oddities.add(
          Kind.DUPLICATE,
          entry.at(),
          again
              ? Oddities.quoted(name) + " is in the directory more than once"
              : Oddities.quoted(name)
                  + " and another member are the same file on some file systems");
    }
    if (escapes(name)) {
      oddities.add(
          Kind.ESCAPE,
          entry.at(),
          Oddities.quoted(name) + " would be unpacked outside the folder, or under another name");
    }
    if (entry.link()) {
      oddities.add(Kind.ESCAPE, entry.at(), Oddities.quoted(name) + " is a symbolic link");
    }
  }

  /// What the name becomes on a file system that folds case and Unicode forms, after a loader that
  /// stops at NUL.
  private static String landing(String name) {
    int nul = name.indexOf('\0');
    String path = (nul >= 0 ? name.substring(0, nul) : name).replace('\\', '/');
    while (path.startsWith("./")) {
      path = path.substring(2);
    }
    return Normalizer.normalize(path, Normalizer.Form.NFC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }

  private static boolean escapes(String name) {
    String path = name.replace('\\', '/');
    return path.isEmpty()
        || path.startsWith("/")
        || path.matches("(?s)[A-Za-z]:.*")
        || ("/" + path + "/").contains("/../")
        || path.chars().anyMatch(Character::isISOControl);
  }
}
