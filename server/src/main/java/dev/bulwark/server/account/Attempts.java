package dev.bulwark.server.account;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Counts failures to sign in, by the name that was typed: five, and the name waits a quarter of an
/// hour whatever is typed. A name without an account is treated alike, so waiting tells nothing.
final class Attempts {
  private static final int ALLOWED = 5;
  private static final Duration WAIT = Duration.ofMinutes(15);
  private static final Duration KEPT = Duration.ofDays(1);

  private final Jdbi jdbi;
  private final InstantSource clock;

  Attempts(Database database, InstantSource clock) {
    this.jdbi = database.jdbi();
    this.clock = clock;
  }

  /// Counts an attempt before it is looked at, so that many at once are as many as one after the
  /// other.
  ///
  /// @throws ServerFault `too-many-attempts`
  void begin(String name) {
    Instant now = clock.instant();
    boolean allowed = jdbi.inTransaction(handle -> count(handle, name, now));
    if (!allowed) {
      throw new ServerFault(
          ServerFault.TOO_MANY,
          "expected to wait after %d failures, found another attempt; try again in %d minutes"
              .formatted(ALLOWED, WAIT.toMinutes()));
    }
  }

  private static boolean count(Handle handle, String name, Instant now) {
    handle
        .createUpdate("delete from attempt where last < :old")
        .bind("old", Micros.of(now.minus(KEPT)))
        .execute();
    Row row =
        handle
            .createQuery(
                "insert into attempt (name, failures, blocked_until, last) values (:name, 1, 0, :now) on conflict (name) do update set failures = case when attempt.blocked_until > excluded.last then attempt.failures else attempt.failures + 1 end, last = excluded.last returning failures, blocked_until")
            .bind("name", name)
            .bind("now", Micros.of(now))
            .map((rs, _) -> new Row(rs.getInt("failures"), rs.getLong("blocked_until")))
            .one();
    if (row.blockedUntil() > Micros.of(now)) {
      return false;
    }
    if (row.failures() > ALLOWED) {
      handle
          .createUpdate(
              "update attempt set failures = 0, blocked_until = :until where name = :name")
          .bind("until", Micros.of(now.plus(WAIT)))
          .bind("name", name)
          .execute();
      return false;
    }
    return true;
  }

  private record Row(int failures, long blockedUntil) {}

  void forget(String name) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("delete from attempt where name = :name")
                .bind("name", name)
                .execute());
  }
}
