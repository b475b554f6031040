package dev.bulwark.scan.secret;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import java.io.ByteArrayOutputStream;

/// The base64 body of a key in text, up to the next two hyphens.
final class Armour {
  private final byte[] bytes;
  private final long read;
  private final boolean encrypted;

  private Armour(byte[] bytes, long read, boolean encrypted) {
    this.bytes = bytes;
    this.read = read;
    this.encrypted = encrypted;
  }

  /// How many bytes of the source were read.
  long read() {
    return read;
  }

  /// Whether a header line says that the body is encrypted (RFC 1421).
  boolean encrypted() {
    return encrypted;
  }

  int size() {
    return bytes.length;
  }

  int at(int index) {
    return bytes[index] & 0xff;
  }

  boolean startsWith(String text) {
    if (bytes.length < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (at(i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Whether the whole is one ASN.1 sequence (DER) of exactly its length.
  boolean isAsn1Sequence() {
    if (at(0) != 0x30) {
      return false;
    }
    int count = at(1) < 0x80 ? 0 : at(1) - 0x80;
    if (count > 3 || bytes.length < 2 + count) {
      return false;
    }
    int length = count == 0 ? at(1) : 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | at(2 + i);
    }
    return length == bytes.length - 2 - count;
  }

  static Armour read(Source source, long from, int most, Budget budget) {
    long end = Math.min(source.size(), from + most);
    Lines lines = new Lines();
    long at = from;
    while (at < end) {
      budget.tick();
      int c = source.at(at);
      int next = at + 1 < end ? source.at(at + 1) : 0;
      if (c == '-' && next == '-') {
        break;
      }
      boolean escapedEnd = c == '\\' && (next == 'n' || next == 'r');
      if (c == '\n' || c == '\r' || escapedEnd) {
        lines.end();
        at += escapedEnd ? 2 : 1;
      } else {
        lines.add(c);
        at++;
      }
    }
    lines.end();
    return new Armour(decoded(lines.body.toByteArray()), at - from, lines.encrypted);
  }

  /// The lines of a body: those with a colon are headers, one that begins with `=` is the checksum
  /// of OpenPGP, all others are base64.
  private static final class Lines {
    private static final int MAX_LINE = 200;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final ByteArrayOutputStream letters = new ByteArrayOutputStream();
    private final StringBuilder line = new StringBuilder();
    private boolean encrypted;

    void add(int c) {
      if (line.length() < MAX_LINE) {
        line.append((char) c);
      }
      if (Letters.S.has(c) && c != '=') {
        letters.write(c);
      }
    }

    void end() {
      boolean header = line.indexOf(":") >= 0;
      encrypted |= header && line.indexOf("ENCRYPTED") >= 0;
      if (!header && line.indexOf("=") != 0) {
        body.writeBytes(letters.toByteArray());
      }
      letters.reset();
      line.setLength(0);
    }
  }

  private static byte[] decoded(byte[] letters) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int bits = 0;
    int held = 0;
    for (byte letter : letters) {
      held = held << 6 | value(letter);
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        out.write(held >> bits);
        held &= (1 << bits) - 1;
      }
    }
    return out.toByteArray();
  }

  private static int value(int letter) {
    if (letter >= 'A' && letter <= 'Z') {
      return letter - 'A';
    }
    if (letter >= 'a' && letter <= 'z') {
      return letter - 'a' + 26;
    }
    if (letter >= '0' && letter <= '9') {
      return letter - '0' + 52;
    }
    return letter == '+' ? 62 : 63;
  }
}
