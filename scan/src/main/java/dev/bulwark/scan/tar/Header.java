package dev.bulwark.scan.tar;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One header block (POSIX.1-2001 pax, "ustar Interchange Format", and GNU tar's).
///
/// @param size -1 when the field is no number
record Header(String name, long size, char type, String link, boolean extended) {
  static final int BLOCK = 512;
  private static final int SUM_AT = 148;
  private static final int SUM_SIZE = 8;

  /// The header at `at`; empty when the sum of its bytes is not the one it states.
  static Optional<Header> read(MemorySegment bytes, long at) {
    if (at + BLOCK > bytes.byteSize()) {
      return Optional.empty();
    }
    byte[] block = bytes.asSlice(at, BLOCK).toArray(JAVA_BYTE);
    if (!isSummed(block)) {
      return Optional.empty();
    }
    char type = (char) (block[156] & 0xff);
    boolean ustar = text(block, 257, 6).equals("ustar");
    String name = text(block, 0, 100);
    String prefix = ustar ? text(block, 345, 155) : "";
    return Optional.of(
        new Header(
            prefix.isEmpty() ? name : prefix + "/" + name,
            number(block, 124, 12),
            type == 0 ? '0' : type,
            text(block, 157, 100),
            type == 'S' && block[482] != 0));
  }

  /// Old writers added the bytes up as signed.
  private static boolean isSummed(byte[] block) {
    long stated = number(block, SUM_AT, SUM_SIZE);
    if (stated <= 8 * ' ') {
      return false;
    }
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      int b = i >= SUM_AT && i < SUM_AT + SUM_SIZE ? ' ' : block[i];
      unsigned += b & 0xff;
      signed += b;
    }
    return stated == unsigned || stated == signed;
  }

  /// Octal digits between spaces and zero bytes, or GNU's base 256; -1 when it is neither.
  private static long number(byte[] block, int at, int width) {
    if ((block[at] & 0x80) != 0) {
      long value = block[at] & 0x7f;
      for (int i = 1; i < width; i++) {
        if (value >>> 54 != 0) {
          return -1;
        }
        value = (value << 8) | (block[at + i] & 0xff);
      }
      return value;
    }
    if (isOtherText(block, at, width)) {
      return -1;
    }
    String digits = text(block, at, width).strip();
    if (digits.isEmpty()) {
      return 0;
    }
    return digits.chars().allMatch(c -> c >= '0' && c <= '7') ? Long.parseLong(digits, 8) : -1;
  }

  /// Whether a visible character of ASCII stands there that is no octal digit: most blocks that are
  /// no header are told by it.
  private static boolean isOtherText(byte[] block, int at, int width) {
    for (int i = at; i < at + width && block[i] != 0; i++) {
      if (block[i] > ' ' && (block[i] < '0' || block[i] > '7')) {
        return true;
      }
    }
    return false;
  }

  private static String text(byte[] block, int at, int width) {
    int end = at;
    while (end < at + width && block[end] != 0) {
      end++;
    }
    return text(ByteBuffer.wrap(block, at, end - at));
  }

  static String text(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }
  }

  /// Whether what follows the header belongs to the member, for every reader.
  boolean hasContent() {
    return type < '1' || type > '6';
  }
}
