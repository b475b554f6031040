package dev.bulwark.scan.archive;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.format.Source;
import java.nio.charset.StandardCharsets;

/// Text fields of old archive formats. Callers check bounds first.
final class Ascii {
  private Ascii() {}

  static String text(Source source, long at, int width) {
    return new String(
        source.bytes().asSlice(at, width).toArray(JAVA_BYTE), StandardCharsets.ISO_8859_1);
  }

  /// A number in a field filled up with spaces; -1 when it is none.
  static long number(Source source, long at, int width, int radix) {
    String digits = text(source, at, width).strip();
    try {
      long value = digits.isEmpty() ? -1 : Long.parseLong(digits, radix);
      return digits.startsWith("+") || value < 0 ? -1 : value;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
