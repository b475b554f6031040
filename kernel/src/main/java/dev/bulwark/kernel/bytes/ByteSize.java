package dev.bulwark.kernel.bytes;

import java.util.Locale;

/// A number of bytes, written with a binary unit: `512B`, `64MiB`, `1GiB`.
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size cannot be negative, found " + bytes);
    }
  }

  public static ByteSize ofKib(long kib) {
    return new ByteSize(Math.multiplyExact(kib, 1L << 10));
  }

  public static ByteSize ofMib(long mib) {
    return new ByteSize(Math.multiplyExact(mib, 1L << 20));
  }

  public static ByteSize ofGib(long gib) {
    return new ByteSize(Math.multiplyExact(gib, 1L << 30));
  }

  /// Parses a whole number with one of the units B, KiB, MiB, GiB, TiB; the unit is mandatory.
  ///
  /// @throws IllegalArgumentException on any other text
  public static ByteSize parse(String text) {
    for (int power = UNITS.length - 1; power >= 0; power--) {
      String unit = UNITS[power];
      if (text.endsWith(unit)) {
        String number = text.substring(0, text.length() - unit.length()).strip();
        if (!number.isEmpty() && number.chars().allMatch(c -> c >= '0' && c <= '9')) {
          return new ByteSize(Math.multiplyExact(Long.parseLong(number), 1L << (10 * power)));
        }
      }
    }
    throw new IllegalArgumentException(
        "expected a whole number and a unit (B, KiB, MiB, GiB, TiB), found \"" + text + "\"");
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /// For people: at most one decimal.
  @Override
  public String toString() {
    int power = 0;
    while (power < UNITS.length - 1 && bytes >= 1L << (10 * (power + 1))) {
      power++;
    }
    double scaled = (double) bytes / (1L << (10 * power));
    return power == 0 || scaled == Math.rint(scaled)
        ? "%d%s".formatted(Math.round(scaled), UNITS[power])
        : String.format(Locale.ROOT, "%.1f%s", scaled, UNITS[power]);
  }
}
