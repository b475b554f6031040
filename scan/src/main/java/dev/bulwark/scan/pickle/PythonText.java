package dev.bulwark.scan.pickle;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// Strings written as text, decoded as CPython does.
final class PythonText {
  private PythonText() {}

  /// `raw-unicode-escape`: Latin-1, and a backslash with `u` and four or `U` and eight hexadecimal
  /// digits; a backslash before anything else takes that along, a second backslash too.
  ///
  /// @return null where CPython would refuse
  static @Nullable String rawUnicodeEscape(byte[] text, int length) {
    StringBuilder out = new StringBuilder(length);
    int i = 0;
    while (i < length) {
      char c = (char) (text[i++] & 0xff);
      if (c != '\\' || i >= length) {
        out.append(c);
        continue;
      }
      char escape = (char) (text[i++] & 0xff);
      int digits = escape == 'u' ? 4 : escape == 'U' ? 8 : 0;
      if (digits == 0) {
        out.append(c).append(escape);
        continue;
      }
      long point = hex(text, i, Math.min(length, i + digits), digits);
      if (point < 0 || point > Character.MAX_CODE_POINT) {
        return null;
      }
      out.appendCodePoint((int) point);
      i += digits;
    }
    return out.toString();
  }

  /// The operand of STRING, quotes included: the escapes of a bytes literal.
  ///
  /// @return the bytes; null where CPython would refuse
  static byte @Nullable [] quotedBytes(byte[] text, int length) {
    if (length < 2 || text[0] != text[length - 1] || !isQuote(text[0])) {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length);
    int end = length - 1;
    int i = 1;
    while (i < end) {
      int c = text[i++];
      if (c != '\\') {
        out.write(c);
        continue;
      }
      if (i >= end) {
        return null;
      }
      int escape = text[i++];
      if (escape == 'x') {
        long value = hex(text, i, Math.min(end, i + 2), 2);
        if (value < 0) {
          return null;
        }
        out.write((int) value);
        i += 2;
      } else if (escape >= '0' && escape <= '7') {
        int value = escape - '0';
        for (int most = i + 2; i < most && i < end && text[i] >= '0' && text[i] <= '7'; i++) {
          value = value * 8 + text[i] - '0';
        }
        out.write(value);
      } else {
        writeSimple(escape, out);
      }
    }
    return out.toByteArray();
  }

  private static boolean isQuote(int c) {
    return c == '\'' || c == '"';
  }

  private static void writeSimple(int escape, ByteArrayOutputStream out) {
    int at = "\\'\"bftnrva".indexOf(escape);
    if (at >= 0) {
      out.write("\\'\"\b\f\t\n\r\u000b\u0007".charAt(at));
    } else {
      out.write('\\');
      out.write(escape);
    }
  }

  private static long hex(byte[] text, int start, int end, int digits) {
    if (end - start < digits) {
      return -1;
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      int digit = text[i] < 0 ? -1 : Character.digit(text[i], 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  static boolean isAscii(byte[] bytes, int length) {
    int all = 0;
    for (int i = 0; i < length; i++) {
      all |= bytes[i];
    }
    return all >= 0;
  }
}
