package dev.bulwark.scan.pickle;

/// Text out of a hostile file, made fit to be shown.
final class Printable {
  private Printable() {}

  /// At most `most` characters; control, format and lone surrogate characters as `\xNN`.
  static String of(String text, int most) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length() && out.length() < most) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      int type = Character.getType(c);
      if (Character.isISOControl(c) || type == Character.FORMAT || type == Character.SURROGATE) {
        out.append("\\x").append(Integer.toHexString(c));
      } else {
        out.appendCodePoint(c);
      }
    }
    return i < text.length() ? out.append('…').toString() : out.toString();
  }
}
