package dev.bulwark.control.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/// How long evidence counts after the ledger took it in. Written `30d`, `12h`, or `none` for
/// evidence that does not age.
///
/// @param limit positive
public record Age(Duration limit) implements Comparable<Age> {
  private static final Duration FOREVER = Duration.ofDays(365L * 10_000);
  private static final int MAX_DIGITS = 6;

  public static final Age UNLIMITED = new Age(FOREVER);

  public Age {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("an age limit is positive, found " + limit);
    }
  }

  /// Parses `Nd`, `Nh` or `none`.
  ///
  /// @throws IllegalArgumentException on any other text
  public static Age parse(String text) {
    if (text.equals("none")) {
      return UNLIMITED;
    }
    String digits = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
    boolean number =
        !digits.isEmpty()
            && digits.length() <= MAX_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9')
            && Integer.parseInt(digits) > 0;
    if (number && text.endsWith("d")) {
      return new Age(Duration.ofDays(Integer.parseInt(digits)));
    }
    if (number && text.endsWith("h")) {
      return new Age(Duration.ofHours(Integer.parseInt(digits)));
    }
    throw new IllegalArgumentException(
        "expected a number of days or hours such as 30d or 12h, or none, found \"" + text + "\"");
  }

  public boolean isUnlimited() {
    return equals(UNLIMITED);
  }

  /// The last moment at which something received then still counts; {@link Instant#MAX} when it
  /// does not age.
  public Instant lastMoment(Instant received) {
    if (isUnlimited()) {
      return Instant.MAX;
    }
    try {
      return received.plus(limit);
    } catch (DateTimeException | ArithmeticException e) {
      return Instant.MAX;
    }
  }

  @Override
  public int compareTo(Age other) {
    return limit.compareTo(other.limit);
  }

  @Override
  public String toString() {
    if (isUnlimited()) {
      return "none";
    }
    long hours = limit.toHours();
    return hours % 24 == 0 ? hours / 24 + "d" : hours + "h";
  }
}
