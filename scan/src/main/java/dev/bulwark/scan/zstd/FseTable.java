package dev.bulwark.scan.zstd;

import static dev.bulwark.scan.zstd.ZstdFormatException.require;

/// A table of finite state entropy (RFC 8878 §4.1).
final class FseTable {
  private static final int LEAST_LOG = 5;

  final int log;
  private final byte[] symbols;
  private final byte[] widths;
  private final int[] bases;

  private FseTable(int log) {
    this.log = log;
    this.symbols = new byte[1 << log];
    this.widths = new byte[1 << log];
    this.bases = new int[1 << log];
  }

  int symbol(int state) {
    return symbols[state];
  }

  int next(int state, BackwardBits bits) {
    return bases[state] + (int) bits.read(widths[state]);
  }

  /// A table of one state, which needs no bits.
  static FseTable constant(int symbol) {
    FseTable table = new FseTable(0);
    table.symbols[0] = (byte) symbol;
    return table;
  }

  /// Reads a description from the block.
  static FseTable read(Block block, int mostLog, int mostSymbol) throws ZstdFormatException {
    ForwardBits bits =
        new ForwardBits(block.bytes, block.position(), block.position() + block.left());
    int log = bits.read(4) + LEAST_LOG;
    require(log <= mostLog, "a table is larger than allowed");
    short[] counts = new short[mostSymbol + 1];
    int symbol = 0;
    int remaining = 1 << log;
    while (remaining > 0) {
      require(symbol <= mostSymbol, "a table has too many symbols");
      int count = count(bits, remaining);
      remaining -= Math.abs(count);
      counts[symbol++] = (short) count;
      if (count == 0) {
        symbol = zeros(bits, symbol);
      }
    }
    require(remaining == 0, "the counts of a table do not add up");
    block.take(bits.nextByte() - block.position());
    return of(counts, log);
  }

  /// One count, or -1 for "less than one", by the shortest code for what can still come.
  private static int count(ForwardBits bits, int remaining) throws ZstdFormatException {
    int width = 32 - Integer.numberOfLeadingZeros(remaining + 1);
    int low = (1 << (width - 1)) - 1;
    int threshold = (1 << width) - 1 - (remaining + 1);
    int value = bits.read(width - 1);
    if (value >= threshold) {
      value |= bits.read(1) << (width - 1);
      if (value > low) {
        value -= threshold;
      }
    }
    return value - 1;
  }

  private static int zeros(ForwardBits bits, int symbol) throws ZstdFormatException {
    int more = bits.read(2);
    int after = symbol + more;
    while (more == 3) {
      more = bits.read(2);
      after += more;
      require(after < 256, "a table has too many symbols");
    }
    return after;
  }

  /// @param counts of each symbol; -1 for "less than one"
  static FseTable of(short[] counts, int log) throws ZstdFormatException {
    FseTable table = new FseTable(log);
    int size = 1 << log;
    int high = size;
    int[] nexts = new int[counts.length];
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] == -1) {
        table.symbols[--high] = (byte) symbol;
        nexts[symbol] = 1;
      }
    }
    int step = (size >> 1) + (size >> 3) + 3;
    int at = 0;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      for (int i = 0; i < counts[symbol]; i++) {
        nexts[symbol] = counts[symbol];
        table.symbols[at] = (byte) symbol;
        do {
          at = (at + step) & (size - 1);
        } while (at >= high);
      }
    }
    require(at == 0, "the counts of a table do not add up");
    for (int state = 0; state < size; state++) {
      int next = nexts[table.symbols[state]]++;
      int width = log - (31 - Integer.numberOfLeadingZeros(next));
      table.widths[state] = (byte) width;
      table.bases[state] = (next << width) - size;
    }
    return table;
  }
}
