package dev.bulwark.server.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Values as people read them.
public final class Words {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Words() {}

  /// To the minute, in UTC.
  public static String moment(Instant instant) {
    return MOMENT.format(instant);
  }

  /// A hyphenated word of the catalogue, as text: `risk-approval` is "Risk approval".
  public static String kind(String word) {
    String text = word.replace('-', ' ');
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /// A span of time in its two largest units: `3 d 4 h`, `5 min`.
  public static String span(Duration span) {
    long minutes = Math.max(0, span.toMinutes());
    long days = minutes / (24 * 60);
    long hours = minutes / 60 % 24;
    if (days > 0) {
      return days + " d" + (hours > 0 ? " " + hours + " h" : "");
    }
    return hours > 0 ? hours + " h " + minutes % 60 + " min" : minutes + " min";
  }

  public static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
