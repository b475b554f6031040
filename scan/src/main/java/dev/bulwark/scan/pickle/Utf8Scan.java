package dev.bulwark.scan.pickle;

/// Tells well-formed UTF-8 from the rest without decoding it (Unicode 16, table 3-7).
final class Utf8Scan {
  private final boolean surrogates;
  private int needed;
  private int low = 0x80;
  private int high = 0xbf;

  /// @param surrogates whether lone surrogates pass, as under Python's `surrogatepass`
  Utf8Scan(boolean surrogates) {
    this.surrogates = surrogates;
  }

  /// Passes over `count` bytes of the tape, all of which are there.
  boolean scan(Tape tape, long count) {
    boolean good = true;
    long left = count;
    while (left > 0) {
      int run = tape.run(left);
      for (int i = 0; i < run && good; i++) {
        good = accept(tape.windowAt(i));
      }
      tape.advance(run);
      left -= run;
    }
    return good && needed == 0;
  }

  boolean scan(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (!accept(bytes[i] & 0xff)) {
        return false;
      }
    }
    return needed == 0;
  }

  private boolean accept(int b) {
    if (needed > 0) {
      boolean good = b >= low && b <= high;
      needed--;
      low = 0x80;
      high = 0xbf;
      return good;
    }
    if (b < 0x80) {
      return true;
    }
    if (b < 0xc2 || b > 0xf4) {
      return false;
    }
    needed = b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
    low = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80;
    high = b == 0xed && !surrogates ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;
    return true;
  }
}
