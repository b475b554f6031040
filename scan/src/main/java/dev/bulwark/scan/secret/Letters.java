package dev.bulwark.scan.secret;

import java.util.Arrays;
import java.util.Optional;

/// A set of ASCII letters that parts of credentials are made of.
enum Letters {
  /// Letters and digits.
  A("azAZ09"),
  /// Base64 for URLs.
  W("azAZ09__--"),
  /// Lower-case hexadecimal.
  H("af09"),
  /// Upper-case letters and digits.
  U("AZ09"),
  /// Letters only.
  L("azAZ"),
  /// Base32.
  B("AZ27"),
  /// Digits.
  D("09"),
  /// Base64 with padding.
  S("azAZ09++//=="),
  /// Base64 in a URL's query.
  V("azAZ09%%++//==");

  private final long low;
  private final long high;

  /// @param ranges pairs of first and last
  Letters(String ranges) {
    long[] bits = new long[2];
    for (int i = 0; i < ranges.length(); i += 2) {
      for (int c = ranges.charAt(i); c <= ranges.charAt(i + 1); c++) {
        bits[c >> 6] |= 1L << (c & 63);
      }
    }
    this.low = bits[0];
    this.high = bits[1];
  }

  boolean has(int unsignedByte) {
    return switch (unsignedByte >> 6) {
      case 0 -> (low >> (unsignedByte & 63) & 1) != 0;
      case 1 -> (high >> (unsignedByte & 63) & 1) != 0;
      default -> false;
    };
  }

  static Optional<Letters> of(char name) {
    return Arrays.stream(values()).filter(letters -> letters.name().charAt(0) == name).findFirst();
  }
}
