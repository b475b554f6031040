package dev.bulwark.registry.seal;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// Holds the names of files in a version to what every file system understands alike.
public final class ItemName {
  private static final int MOST_BYTES = 1024;
  private static final int MOST_SEGMENT_BYTES = 255;

  private ItemName() {}

  /// What is wrong with a name; empty when nothing is.
  ///
  /// Right is a relative path of segments joined by `/`, in NFC, that no system takes for another
  /// place, a device or a stream.
  public static Optional<String> flaw(String name) {
    if (name.isEmpty()) {
      return Optional.of("an empty name");
    }
    if (utf8Size(name) > MOST_BYTES) {
      return Optional.of("a name of more than 1,024 bytes");
    }
    if (!name.codePoints().allMatch(ItemName::isPlain)) {
      return Optional.of(
          "a control or formatting character, a backslash or half a character in a name");
    }
    if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
      return Optional.of("a name that is not in Unicode's NFC form");
    }
    if (name.matches("[A-Za-z]:.*")) {
      return Optional.of("a name that begins with a drive");
    }
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return Optional.of("a name with an empty, \".\" or \"..\" segment");
      }
      if (utf8Size(segment) > MOST_SEGMENT_BYTES) {
        return Optional.of("a segment of more than 255 bytes");
      }
    }
    return Optional.empty();
  }

  /// A name as a message can show it: short, and with nothing that moves a cursor.
  public static String shown(String name) {
    StringBuilder shown = new StringBuilder("\"");
    name.codePoints().limit(100).map(c -> isPlain(c) ? c : '?').forEach(shown::appendCodePoint);
    return shown.append('"').toString();
  }

  private static boolean isPlain(int character) {
    int type = Character.getType(character);
    return character != '\\'
        && type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE;
  }

  private static int utf8Size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// The same for two names that some file system takes for one: case and Unicode form aside.
  public static String folded(String name) {
    String upper = Normalizer.normalize(name, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
    return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
  }
}
