package dev.bulwark.scan.secret;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.format.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Passwords and keys that have no looks of their own: in the user part of a URL, behind a name
/// that says what they are, and in lines of `.netrc`.
///
/// Names and values are taken once, from left to right. A value counts when it is not code, not a
/// placeholder, and mixed enough not to be a word.
final class PasswordScan {
  private static final int MAX_NAME = 64;
  private static final int MAX_VALUE = 200;
  private static final int MAX_AUTHORITY = 300;
  private static final int LEAST = 8;
  private static final double CHANCE = 3.0;
  private static final List<String> NAMES =
      List.of(
          "password",
          "passwd",
          "apikey",
          "secretkey",
          "secret",
          "accesstoken",
          "authtoken",
          "apitoken",
          "accesskey",
          "clientsecret",
          "passphrase");
  private static final Set<String> DATABASES =
      Set.of(
          "postgres",
          "postgresql",
          "mysql",
          "mariadb",
          "mongodb",
          "srv",
          "redis",
          "rediss",
          "amqp",
          "amqps",
          "mssql",
          "clickhouse",
          "psycopg2",
          "pymysql",
          "asyncpg");
  private static final List<String> NO_PASSWORD =
      List.of(
          "password", "passwd", "pass", "pwd", "secret", "user", "token", "key", "admin", "test");

  private final Source source;
  private final Budget budget;
  private final List<Sighting> seen = new ArrayList<>();

  private PasswordScan(Source source, Budget budget) {
    this.source = source;
    this.budget = budget;
  }

  static List<Sighting> over(Source source, Budget budget, int most) {
    PasswordScan scan = new PasswordScan(source, budget);
    long at = 0;
    while (at < source.size() && scan.seen.size() < most) {
      at = scan.step(at);
    }
    return scan.seen;
  }

  private long step(long at) {
    budget.tick();
    int c = source.at(at);
    if (Letters.A.has(c)) {
      long end = at;
      while (end < source.size() && Letters.W.has(source.at(end))) {
        budget.tick();
        end++;
      }
      if (end - at <= MAX_NAME) {
        named(at, end);
      }
      return end;
    }
    if (c == ':' && is(at + 1, '/') && is(at + 2, '/')) {
      return url(at);
    }
    return at + 1;
  }

  private boolean is(long at, char c) {
    return at < source.size() && source.at(at) == c;
  }

  private void named(long at, long end) {
    String name =
        Shape.text(source, at, (int) (end - at)).toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
    if (NAMES.stream().anyMatch(name::endsWith)) {
      long value = valueAt(end);
      if (value > 0) {
        value(at, value);
      } else if (name.equals("password") && is(end, ' ') && Near.netrc(source, at)) {
        bare(at, end + 1);
      }
    }
  }

  /// Where the value of a name begins, which may be quoted; -1 when none is assigned.
  private long valueAt(long end) {
    long at = skip(end, "\\\"'");
    at = skip(at, " \t");
    if (!is(at, ':') && !is(at, '=')) {
      return -1;
    }
    at = skip(at + 1, "=>");
    return skip(at, " \t");
  }

  private long skip(long from, String letters) {
    long at = from;
    while (at < source.size() && at - from < 8 && letters.indexOf(source.at(at)) >= 0) {
      at++;
    }
    return at;
  }

  private void value(long name, long from) {
    long at = skip(from, "\\");
    boolean quoted = is(at, '"') || is(at, '\'');
    if (!quoted) {
      bare(name, from);
      return;
    }
    int quote = source.at(at);
    long start = at + 1;
    long end = start;
    while (end < source.size()
        && end - start <= MAX_VALUE
        && source.at(end) > ' '
        && source.at(end) != quote
        && source.at(end) != '\\') {
      end++;
    }
    boolean closed = end < source.size() && (source.at(end) == quote || source.at(end) == '\\');
    if (closed && isSecret(Shape.text(source, start, (int) (end - start)))) {
      add(name);
    }
  }

  /// A value without quotes may be code, so it takes the whole rest of its line and must hold a
  /// digit.
  private void bare(long name, long start) {
    long end = start;
    while (end < source.size()
        && end - start <= MAX_VALUE
        && source.at(end) > ' '
        && source.at(end) < 0x7f) {
      end++;
    }
    String value = Shape.text(source, start, (int) (end - start));
    boolean last = end == source.size() || source.at(end) == '\n' || source.at(end) == '\r';
    if (last
        && value.chars().noneMatch(c -> "()[]{},;:\\\"'.".indexOf(c) >= 0)
        && isSecret(value)) {
      add(name);
    }
  }

  private void add(long name) {
    seen.add(new Sighting(name, "a password or key under its name", Severity.MEDIUM));
  }

  private static boolean isSecret(String value) {
    return value.length() >= LEAST
        && value.length() < MAX_VALUE
        && value.chars().anyMatch(Character::isDigit)
        && value.chars().anyMatch(Character::isLetter)
        && value.chars().noneMatch(c -> "<>${}()[]%".indexOf(c) >= 0)
        && !value.contains("://")
        && !value.startsWith("/")
        && Chance.entropy(value) >= CHANCE
        && !Chance.isPlaceholder(value);
  }

  /// `scheme://user:password@host`.
  private long url(long colon) {
    long start = colon + 3;
    long end = start;
    long separator = -1;
    while (end < source.size() && end - start < MAX_AUTHORITY) {
      budget.tick();
      int c = source.at(end);
      if (c <= ' ' || c >= 0x7f || "/\"'`<>\\?#".indexOf(c) >= 0) {
        return end;
      }
      if (c == ':' && separator < 0) {
        separator = end;
      }
      if (c == '@') {
        if (separator > 0) {
          credentials(colon, separator + 1, end);
        }
        return end + 1;
      }
      end++;
    }
    return end;
  }

  private void credentials(long colon, long from, long end) {
    String password = Shape.text(source, from, (int) (end - from));
    if (password.length() >= 4
        && password.chars().noneMatch(c -> "<>${}()[]*,;|".indexOf(c) >= 0)
        && !NO_PASSWORD.contains(password.toLowerCase(Locale.ROOT))
        && !Chance.isPlaceholder(password)
        && isElsewhere(end + 1)) {
      boolean database = DATABASES.contains(scheme(colon));
      seen.add(
          new Sighting(
              colon,
              database ? "the password of a database in its URL" : "a password in a URL",
              database ? Severity.HIGH : Severity.MEDIUM));
    }
  }

  private String scheme(long colon) {
    long at = colon;
    while (at > 0 && colon - at < 16 && Letters.A.has(source.at(at - 1))) {
      at--;
    }
    return Shape.text(source, at, (int) (colon - at)).toLowerCase(Locale.ROOT);
  }

  /// Whether a host is neither this machine nor made for documentation.
  private boolean isElsewhere(long at) {
    long end = Math.min(source.size(), at + 60);
    String host = Shape.text(source, at, (int) (end - at)).toLowerCase(Locale.ROOT);
    return !host.startsWith("localhost")
        && !host.startsWith("127.")
        && !host.startsWith("host")
        && !host.startsWith("example")
        && !host.split("[/:\\s]", 2)[0].contains("example.");
  }
}
