package dev.bulwark.scan.zstd;

import static dev.bulwark.scan.zstd.ZstdFormatException.require;

/// The bytes of one block, read from front to back.
final class Block {
  static final int MAX = 1 << 17;

  final byte[] bytes = new byte[MAX];
  private int next;
  private int end;

  /// Starts over with `size` bytes that were put into {@link #bytes}.
  void reset(int size) {
    next = 0;
    end = size;
  }

  int u8() throws ZstdFormatException {
    require(next < end, "a block ends too early");
    return bytes[next++] & 0xff;
  }

  /// A little-endian number of `width` bytes, at most 8.
  long number(int width) throws ZstdFormatException {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value |= (long) u8() << (8 * i);
    }
    return value;
  }

  int left() {
    return end - next;
  }

  int position() {
    return next;
  }

  /// Passes over `size` bytes.
  ///
  /// @return where they start
  int take(int size) throws ZstdFormatException {
    require(size >= 0 && size <= left(), "a block ends too early");
    int start = next;
    next += size;
    return start;
  }
}
