package dev.bulwark.evidence.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/// Instants as RFC 3339 text: written in UTC with six digits of a second, read with any offset.
public final class Rfc3339 {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Rfc3339() {}

  /// Renders in UTC; digits beyond the microsecond are cut.
  public static String render(Instant time) {
    return MICROS.format(time.truncatedTo(ChronoUnit.MICROS));
  }

  /// @return empty when the text is no RFC 3339 time
  public static Optional<Instant> parse(String text) {
    try {
      return text.length() > 40
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
