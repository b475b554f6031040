package dev.bulwark.server.config;

import dev.bulwark.kernel.bytes.ByteSize;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the text of a setting must be, and what becomes of it.
///
/// @param form for people, as in "expected …"
/// @param reader throws IllegalArgumentException for any other text
public record Kind<T>(String form, Reader<T> reader) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|min|h|d)");
  private static final int MOST_PORT = 65_535;

  /// Reads a text.
  @FunctionalInterface
  public interface Reader<T> {
    T read(String text);
  }

  /// Any text of one line that is not empty.
  public static final Kind<String> TEXT =
      new Kind<>(
          "a line of text",
          text -> require(text, !text.isBlank() && text.chars().noneMatch(c -> c < ' ')));

  public static final Kind<Boolean> FLAG =
      new Kind<>("true or false", text -> require(text, isFlag(text)).equals("true"));

  public static final Kind<Integer> PORT = number(0, MOST_PORT);

  /// A whole number and a unit.
  public static final Kind<Duration> DURATION_OF_TIME =
      new Kind<>("a whole number and a unit (ms, s, min, h, d), such as 30s", Kind::duration);

  /// As {@link #DURATION_OF_TIME}, and no longer than this.
  public static Kind<Duration> timeUpTo(Duration most) {
    return new Kind<>(
        "a whole number and a unit (min, h, d), at most " + most.toDays() + "d, such as 12h",
        text -> {
          Duration time = duration(text);
          require(text, time.compareTo(most) <= 0);
          return time;
        });
  }

  public static final Kind<ByteSize> SIZE =
      new Kind<>(
          "a whole number and a unit (B, KiB, MiB, GiB, TiB), such as 64MiB", ByteSize::parse);

  /// Where a secret is found; never the secret.
  public static final Kind<SecretReference> SECRET =
      new Kind<>("file:/a/path or env:A_NAME, never the secret itself", SecretReference::parse);

  public static final Kind<URI> ADDRESS =
      new Kind<>("an address http://… or https://… without a password", Kind::address);

  /// A database's address without a password.
  public static final Kind<String> DATABASE =
      new Kind<>(
          "jdbc:sqlite:FILE or jdbc:postgresql://… without a password (give database-password)",
          text ->
              require(
                  text,
                  (text.startsWith("jdbc:sqlite:") || text.startsWith("jdbc:postgresql:"))
                      && !text.matches("(?i).*[?&](password|sslpassword)=.*")));

  public static Kind<Integer> number(int least, int most) {
    return new Kind<>(
        "a whole number from " + least + " to " + most,
        text -> {
          int number = Integer.parseInt(require(text, text.matches("\\d{1,9}")));
          require(text, number >= least && number <= most);
          return number;
        });
  }

  public static Kind<String> oneOf(String... words) {
    return new Kind<>(
        "one of " + String.join(", ", words), text -> require(text, List.of(words).contains(text)));
  }

  private static boolean isFlag(String text) {
    return text.equals("true") || text.equals("false");
  }

  private static String require(String text, boolean fits) {
    if (!fits) {
      throw new IllegalArgumentException("another form is expected");
    }
    return text;
  }

  private static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text);
    require(text, parts.matches());
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "min" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static URI address(String text) {
    URI uri = URI.create(text);
    require(
        text,
        ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
            && uri.getHost() != null
            && uri.getUserInfo() == null
            && uri.getQuery() == null
            && uri.getFragment() == null);
    return uri;
  }
}
