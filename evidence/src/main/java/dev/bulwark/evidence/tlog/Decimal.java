package dev.bulwark.evidence.tlog;

import java.util.Optional;

/// Non-negative decimal numbers with no leading zeros, as the C2SP formats write them.
final class Decimal {
  private static final int MAX_DIGITS = 18;

  private Decimal() {}

  static Optional<Long> parse(String text) {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || text.length() > MAX_DIGITS || (text.length() > 1 && text.charAt(0) == '0')) {
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(text));
  }
}
