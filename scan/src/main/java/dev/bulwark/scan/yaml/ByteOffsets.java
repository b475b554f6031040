package dev.bulwark.scan.yaml;

/// Turns counts of characters into offsets of bytes in UTF-8. Cheap when asked in rising order.
final class ByteOffsets {
  private final byte[] utf8;
  private final int start;
  private int characters;
  private int bytes;

  /// @param start where the first character begins
  ByteOffsets(byte[] utf8, int start) {
    this.utf8 = utf8;
    this.start = start;
    this.bytes = start;
  }

  /// The offset of a character.
  ///
  /// @param index how many characters (code points) stand before it
  long of(int index) {
    if (index < characters) {
      characters = 0;
      bytes = start;
    }
    while (characters < index && bytes < utf8.length) {
      bytes++;
      while (bytes < utf8.length && (utf8[bytes] & 0xc0) == 0x80) {
        bytes++;
      }
      characters++;
    }
    return bytes;
  }
}
