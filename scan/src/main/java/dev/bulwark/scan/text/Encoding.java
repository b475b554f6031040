package dev.bulwark.scan.text;

import dev.bulwark.kernel.format.Source;
import java.nio.charset.Charset;
import java.util.Optional;

/// How text of two or four bytes a character is written.
public enum Encoding {
  UTF_32LE("UTF-32LE", 4, false),
  UTF_32BE("UTF-32BE", 4, true),
  UTF_16LE("UTF-16LE", 2, false),
  UTF_16BE("UTF-16BE", 2, true);

  private static final int MARK = 0xfeff;

  private final Charset charset;
  private final int width;
  private final boolean bigEndian;

  Encoding(String charset, int width, boolean bigEndian) {
    this.charset = Charset.forName(charset);
    this.width = width;
    this.bigEndian = bigEndian;
  }

  /// The first that fits; four bytes before two, because the mark of one begins the other's.
  static Optional<Encoding> of(Source source) {
    for (Encoding encoding : values()) {
      if (encoding.begins(source)) {
        return Optional.of(encoding);
      }
    }
    return Optional.empty();
  }

  Charset charset() {
    return charset;
  }

  /// The length of the byte order mark, 0 when there is none.
  long mark(Source source) {
    return unit(source, 0) == MARK ? width : 0;
  }

  private boolean begins(Source source) {
    return source.size() >= 2L * width
        && source.size() % width == 0
        && (unit(source, 0) == MARK || (isAscii(unit(source, 0)) && isAscii(unit(source, width))));
  }

  private static boolean isAscii(long unit) {
    return unit < 0x7f && (unit >= ' ' || (unit != 0 && "\t\n\r".indexOf((int) unit) >= 0));
  }

  private long unit(Source source, long at) {
    long unit = 0;
    for (int i = 0; i < width; i++) {
      unit = unit << 8 | source.at(bigEndian ? at + i : at + width - 1 - i);
    }
    return unit;
  }
}
