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

  private final boolean[] has = new boolean[256];

  /// @param ranges pairs of first and last
  Letters(String ranges) {
    for (int i = 0; i < ranges.length(); i += 2) {
      Arrays.fill(has, ranges.charAt(i), ranges.charAt(i + 1) + 1, true);
    }
  }

  boolean has(int unsignedByte) {
    return has[unsignedByte];
  }

  static Optional<Letters> of(char name) {
    return Arrays.stream(values()).filter(letters -> letters.name().charAt(0) == name).findFirst();
  }
}
