package dev.bulwark.scan.zstd;

import static dev.bulwark.scan.zstd.ZstdFormatException.require;

/// Bits from the lowest of the first byte on (RFC 8878 §4.1.1).
final class ForwardBits {
  private final byte[] bytes;
  private final int end;
  private long at;

  ForwardBits(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.end = end;
    this.at = (long) from << 3;
  }

  int read(int count) throws ZstdFormatException {
    require(at + count <= (long) end << 3, "a table description ends too early");
    int value = 0;
    for (int i = 0; i < count; i++, at++) {
      value |= ((bytes[(int) (at >> 3)] >> (at & 7)) & 1) << i;
    }
    return value;
  }

  /// The offset of the first byte of which nothing was read.
  int nextByte() {
    return (int) ((at + 7) >> 3);
  }
}
