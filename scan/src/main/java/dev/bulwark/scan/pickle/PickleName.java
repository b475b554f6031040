package dev.bulwark.scan.pickle;

import java.util.List;
import java.util.Locale;

/// A name a pickle imports: the module, and the qualified name in it.
///
/// @param module as an unpickler would import it, after the mapping from Python 2
/// @param qualified may be dotted, which walks attributes from protocol 4 on
public record PickleName(String module, String qualified) {

  String key() {
    return module + "\0" + qualified;
  }

  /// Both could be identifiers somebody wrote, rather than what random bytes look like.
  boolean isPlausible() {
    return isPath(module) && isPath(qualified);
  }

  private static boolean isPath(String text) {
    boolean start = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean good =
          start
              ? Character.isUnicodeIdentifierStart(c) || c == '_'
              : Character.isUnicodeIdentifierPart(c) || c == '.';
      if (!good || Character.isIdentifierIgnorable(c)) {
        return false;
      }
      start = c == '.';
    }
    return !start && !text.isEmpty();
  }

  /// The words of the last part: `execWrapper` and `exec_wrapper` are both `exec` and `wrapper`.
  List<String> words() {
    String last = qualified.substring(qualified.lastIndexOf('.') + 1);
    return List.of(
        last.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .toLowerCase(Locale.ROOT)
            .split("[^a-z0-9]+", -1));
  }

  /// As Python writes it, with control characters shown as `\xNN`.
  @Override
  public String toString() {
    return Printable.of(module + "." + qualified, 120);
  }
}
