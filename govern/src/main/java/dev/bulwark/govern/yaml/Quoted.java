package dev.bulwark.govern.yaml;

/// Text of a hostile file made fit for a message: one line, printable, short.
public final class Quoted {
  private static final int LONGEST = 60;

  private Quoted() {}

  /// In quotation marks.
  public static String of(String text) {
    return "\"" + line(text) + "\"";
  }

  /// Without quotation marks; cut after 60 characters, control and format characters escaped.
  public static String line(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().limit(LONGEST).forEach(c -> append(out, c));
    if (text.codePointCount(0, text.length()) > LONGEST) {
      out.append('…');
    }
    return out.toString();
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      default -> {
        int type = Character.getType(c);
        boolean hidden =
            Character.isISOControl(c) || type == Character.FORMAT || type == Character.SURROGATE;
        if (hidden || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR) {
          out.append("\\x").append(Integer.toHexString(c));
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }
}
