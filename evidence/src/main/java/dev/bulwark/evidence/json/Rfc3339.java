package dev.bulwark.evidence.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Instants as RFC 3339 text: written in UTC with six digits of a second, read with any offset.
public final class Rfc3339 {
  private static final int LONGEST = 40;
  private static final long YEAR_0 = -62_167_219_200L;
  private static final long YEAR_10000 = 253_402_300_800L;

  private Rfc3339() {}

  /// Renders in UTC; digits beyond the microsecond are cut.
  ///
  /// @throws IllegalArgumentException outside the years 0 to 9999, which RFC 3339 cannot write
  public static String render(Instant time) {
    if (time.getEpochSecond() < YEAR_0 || time.getEpochSecond() >= YEAR_10000) {
      throw new IllegalArgumentException("RFC 3339 writes the years 0 to 9999, found " + time);
    }
    LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(27);
    digits(text, utc.getYear(), 4).append('-');
    digits(text, utc.getMonthValue(), 2).append('-');
    digits(text, utc.getDayOfMonth(), 2).append('T');
    digits(text, utc.getHour(), 2).append(':');
    digits(text, utc.getMinute(), 2).append(':');
    digits(text, utc.getSecond(), 2).append('.');
    return digits(text, time.getNano() / 1_000, 6).append('Z').toString();
  }

  private static StringBuilder digits(StringBuilder text, int value, int width) {
    String plain = Integer.toString(value);
    return text.append("0".repeat(width - plain.length())).append(plain);
  }

  /// @return empty when the text is no RFC 3339 time
  public static Optional<Instant> parse(String text) {
    try {
      return text.length() > LONGEST
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// Parses what {@link #render} writes, and nothing else; without the formatter, whose classes
  /// cost a cold start more than the ledger's entries do.
  public static Optional<Instant> parseRendered(String text) {
    if (text.length() != 27) {
      return Optional.empty();
    }
    try {
      LocalDateTime utc =
          LocalDateTime.of(
              number(text, 0, 4),
              number(text, 5, 7),
              number(text, 8, 10),
              number(text, 11, 13),
              number(text, 14, 16),
              number(text, 17, 19),
              1_000 * number(text, 20, 26));
      Instant time = utc.toInstant(ZoneOffset.UTC);
      return render(time).equals(text) ? Optional.of(time) : Optional.empty();
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static int number(String text, int start, int end) {
    return Integer.parseInt(text, start, end, 10);
  }
}
