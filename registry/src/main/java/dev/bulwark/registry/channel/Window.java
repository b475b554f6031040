package dev.bulwark.registry.channel;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When something may move, each week, in UTC: `mon-thu,08:00-16:00`.
///
/// @param from minutes after midnight, at least 0
/// @param to minutes after midnight, more than `from`, at most 1440; the end itself is outside
public record Window(Set<DayOfWeek> days, int from, int to) {
  private static final int DAY = 24 * 60;
  private static final List<String> NAMES =
      List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final Pattern SHAPE =
      Pattern.compile(
          "([a-z]{3})(?:-([a-z]{3}))?,([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])");

  public Window {
    if (days.isEmpty() || from < 0 || from >= to || to > DAY) {
      throw new IllegalArgumentException("expected days, and a time before another");
    }
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  /// Parses `mon-thu,08:00-16:00` or `sat,00:00-24:00`; empty when it is anything else.
  public static Optional<Window> parse(String text) {
    Matcher parts = SHAPE.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return Optional.empty();
    }
    String last = Optional.ofNullable(parts.group(2)).orElse(parts.group(1));
    int first = NAMES.indexOf(parts.group(1));
    int end = NAMES.indexOf(last);
    int from = minutes(parts.group(3), parts.group(4));
    int to = minutes(parts.group(5), parts.group(6));
    if (first < 0 || end < first || from >= to || to > DAY) {
      return Optional.empty();
    }
    return Optional.of(
        new Window(EnumSet.range(DayOfWeek.of(first + 1), DayOfWeek.of(end + 1)), from, to));
  }

  private static int minutes(String hours, String minutes) {
    return Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
  }

  public boolean isOpen(Instant at) {
    ZonedDateTime then = at.atZone(ZoneOffset.UTC);
    int minute = then.getHour() * 60 + then.getMinute();
    return days.contains(then.getDayOfWeek()) && minute >= from && minute < to;
  }

  /// When it opens next after a moment at which it is closed.
  Instant next(Instant after) {
    LocalDate today = after.atZone(ZoneOffset.UTC).toLocalDate();
    for (int ahead = 0; ; ahead++) {
      LocalDate day = today.plus(ahead, ChronoUnit.DAYS);
      Instant opens = day.atStartOfDay(ZoneOffset.UTC).toInstant().plus(Duration.ofMinutes(from));
      if (days.contains(day.getDayOfWeek()) && opens.isAfter(after)) {
        return opens;
      }
    }
  }

  /// Whether something may move now: no window at all is always.
  public static boolean anyOpen(List<Window> windows, Instant at) {
    return windows.isEmpty() || windows.stream().anyMatch(window -> window.isOpen(at));
  }

  /// When the first of them opens after a moment at which all are closed.
  public static Instant nextOf(List<Window> windows, Instant after) {
    return windows.stream().map(window -> window.next(after)).min(Instant::compareTo).orElse(after);
  }

  /// As it is parsed.
  @Override
  public String toString() {
    DayOfWeek first = Collections.min(days);
    DayOfWeek last = Collections.max(days);
    String names = name(first) + (first == last ? "" : "-" + name(last));
    return "%s,%02d:%02d-%02d:%02d".formatted(names, from / 60, from % 60, to / 60, to % 60);
  }

  private static String name(DayOfWeek day) {
    return NAMES.get(day.getValue() - 1);
  }
}
