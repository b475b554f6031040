package dev.bulwark.cli.command;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a moment: an RFC 3339 time, or a date, which means its last microsecond in UTC.
final class Moment implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text)
              .plusDays(1)
              .atStartOfDay(ZoneOffset.UTC)
              .toInstant()
              .minusNanos(1_000);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "expected a date (2026-11-24) or a time (2026-11-24T10:00:00Z), found \"" + text + "\"");
    }
  }
}
