package dev.bulwark.scan.zstd;

import static dev.bulwark.scan.zstd.ZstdFormatException.require;

/// The code of literals (RFC 8878 §4.2).
final class HuffmanTable {
  private static final int MOST_WIDTH = 11;
  private static final int MOST_WEIGHTS = 255;
  private static final int WEIGHTS_LOG = 6;

  private final int width;
  private final byte[] symbols;
  private final byte[] widths;

  private HuffmanTable(int width) {
    this.width = width;
    this.symbols = new byte[1 << width];
    this.widths = new byte[1 << width];
  }

  static HuffmanTable read(Block block) throws ZstdFormatException {
    byte[] weights = new byte[MOST_WEIGHTS + 1];
    int header = block.u8();
    int count = header < 128 ? packed(block, header, weights) : plain(block, header, weights);
    return of(weights, count);
  }

  private static int plain(Block block, int header, byte[] weights) throws ZstdFormatException {
    int count = header - 127;
    for (int i = 0; i < count; i += 2) {
      int two = block.u8();
      weights[i] = (byte) (two >> 4);
      weights[i + 1] = (byte) (i + 1 < count ? two & 15 : 0);
    }
    return count;
  }

  private static int packed(Block block, int size, byte[] weights) throws ZstdFormatException {
    int end = block.position() + size;
    require(size <= block.left(), "a block ends too early");
    FseTable table = FseTable.read(block, WEIGHTS_LOG, MOST_WIDTH + 1);
    int start = block.take(end - block.position());
    BackwardBits bits = new BackwardBits(block.bytes, start, end - start);
    int one = (int) bits.read(table.log);
    int other = (int) bits.read(table.log);
    require(bits.left() >= 0, "a code description ends too early");
    int count = 0;
    while (true) {
      require(count < MOST_WEIGHTS - 1, "a code has too many symbols");
      weights[count++] = (byte) table.symbol(one);
      one = table.next(one, bits);
      if (bits.left() < 0) {
        weights[count++] = (byte) table.symbol(other);
        return count;
      }
      int swap = one;
      one = other;
      other = swap;
    }
  }

  /// The last symbol's weight is what is missing to a whole code.
  private static HuffmanTable of(byte[] weights, int count) throws ZstdFormatException {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      require(weights[i] <= MOST_WIDTH, "a code is longer than allowed");
      sum += weights[i] > 0 ? 1 << (weights[i] - 1) : 0;
    }
    require(sum > 0, "a code has no symbols");
    int width = 32 - Integer.numberOfLeadingZeros(sum);
    int missing = (1 << width) - sum;
    require(width <= MOST_WIDTH && Integer.bitCount(missing) == 1, "a code is not complete");
    weights[count] = (byte) (32 - Integer.numberOfLeadingZeros(missing));
    HuffmanTable table = new HuffmanTable(width);
    int at = 0;
    for (int weight = 1; weight <= width; weight++) {
      for (int symbol = 0; symbol <= count; symbol++) {
        if (weights[symbol] == weight) {
          for (int i = 0; i < 1 << (weight - 1); i++, at++) {
            table.symbols[at] = (byte) symbol;
            table.widths[at] = (byte) (width + 1 - weight);
          }
        }
      }
    }
    require(at == 1 << width, "a code is not complete");
    return table;
  }

  /// Decodes one stream, which must end where its last symbol does.
  void decode(byte[] bytes, int from, int size, byte[] into, int at, int count)
      throws ZstdFormatException {
    BackwardBits bits = new BackwardBits(bytes, from, size);
    for (int i = 0; i < count; i++) {
      int code = (int) bits.peek(width);
      into[at + i] = symbols[code];
      bits.skip(widths[code]);
    }
    require(bits.left() == 0, "a stream of literals does not end with its last symbol");
  }
}
