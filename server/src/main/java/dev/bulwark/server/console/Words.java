package dev.bulwark.server.console;

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

  public static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
