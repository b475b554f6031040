package dev.bulwark.server.config;

import dev.bulwark.kernel.bytes.ByteSize;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the text of a setting must be, and what becomes of it.
///
/// @param form for people, as in "expected …"
/// @param reader throws IllegalArgumentException for any other text
public record Kind<T>(String form, Reader<T> reader) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|min|h|d)");
  private static final Pattern HOST =
      Pattern.compile(
          "([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}])(?::([1-9]\\d{0,4}))?");
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

  public static final Kind<ByteSize> SIZE =
      new Kind<>(
          "a whole number and a unit (B, KiB, MiB, GiB, TiB), such as 64MiB", ByteSize::parse);

  /// Where a secret is found; never the secret.
  public static final Kind<SecretReference> SECRET =
      new Kind<>("file:/a/path or env:A_NAME, never the secret itself", SecretReference::parse);

  /// Each as `host:port`, in lower case.
  public static final Kind<Set<String>> HOSTS =
      new Kind<>(
          "hosts joined by commas, each with a port where it is not 443, such as chat.internal:8443",
          Kind::hosts);

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

  /// A whole number and a unit, within bounds.
  ///
  /// @param least as a setting says it, such as `1s`
  /// @param most the same
  public static Kind<Duration> duration(String least, String most) {
    Duration from = duration(least);
    Duration to = duration(most);
    return new Kind<>(
        "a whole number and a unit (ms, s, min, h, d), from %s to %s".formatted(least, most),
        text -> {
          Duration duration = duration(text);
          require(text, duration.compareTo(from) >= 0 && duration.compareTo(to) <= 0);
          return duration;
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

  private static Set<String> hosts(String text) {
    Set<String> hosts = new TreeSet<>();
    for (String each : text.split(",", -1)) {
      Matcher parts = HOST.matcher(each.strip().toLowerCase(Locale.ROOT));
      require(text, parts.matches());
      String port = parts.group(2) == null ? "443" : parts.group(2);
      require(text, Integer.parseInt(port) <= MOST_PORT);
      hosts.add(parts.group(1) + ":" + port);
    }
    return Set.copyOf(hosts);
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
