package dev.bulwark.scan.zstd;

import static dev.bulwark.scan.zstd.ZstdFormatException.require;

/// Bits from the highest below the end mark down to the first (RFC 8878 §4.1). Reading below the
/// first gives zeros, and is noticed by {@link #left}.
final class BackwardBits {
  private final byte[] bytes;
  private final int from;
  private long left;

  BackwardBits(byte[] bytes, int from, int size) throws ZstdFormatException {
    require(size > 0, "a bit stream is empty");
    int last = bytes[from + size - 1] & 0xff;
    require(last != 0, "a bit stream has no end mark");
    this.bytes = bytes;
    this.from = from;
    this.left = 8L * (size - 1) + (31 - Integer.numberOfLeadingZeros(last));
  }

  /// How many bits are left; negative when more were read than there are.
  long left() {
    return left;
  }

  /// The next `count` bits, at most 32, without reading them.
  long peek(int count) {
    long low = left - count;
    if (low < 0) {
      return left <= 0 ? 0 : bits(0, (int) left) << -low;
    }
    return bits(low, count);
  }

  private long bits(long low, int count) {
    int first = from + (int) (low >> 3);
    int last = from + (int) ((low + count + 7) >> 3);
    long value = 0;
    for (int i = last - 1; i >= first; i--) {
      value = (value << 8) | (bytes[i] & 0xff);
    }
    return (value >>> (low & 7)) & ((1L << count) - 1);
  }

  void skip(int count) {
    left -= count;
  }

  long read(int count) {
    long value = peek(count);
    left -= count;
    return value;
  }
}
