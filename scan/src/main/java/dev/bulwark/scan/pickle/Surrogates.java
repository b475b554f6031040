package dev.bulwark.scan.pickle;

import java.nio.charset.StandardCharsets;

/// UTF-8 with Python's `surrogatepass`: a lone surrogate is a character of its own.
final class Surrogates {
  private Surrogates() {}

  /// Decodes what {@link Utf8Scan} let pass.
  static String decode(byte[] content) {
    String plain = new String(content, StandardCharsets.UTF_8);
    if (plain.indexOf('\ufffd') < 0) {
      return plain;
    }
    StringBuilder out = new StringBuilder(content.length);
    int i = 0;
    while (i < content.length) {
      int start = i;
      boolean surrogate =
          (content[i] & 0xff) == 0xed && i + 2 < content.length && (content[i + 1] & 0xff) >= 0xa0;
      if (surrogate) {
        out.append((char) (0xd000 | (content[i + 1] & 0x3f) << 6 | (content[i + 2] & 0x3f)));
        i += 3;
      } else {
        do {
          i++;
        } while (i < content.length && (content[i] & 0xc0) == 0x80);
        out.append(new String(content, start, i - start, StandardCharsets.UTF_8));
      }
    }
    return out.toString();
  }
}
