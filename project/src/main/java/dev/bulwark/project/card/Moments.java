package dev.bulwark.project.card;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Moments as a card shows them: to the second, in UTC.
public final class Moments {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private Moments() {}

  public static String shown(Instant instant) {
    return TIME.format(instant);
  }
}
