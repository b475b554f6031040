package dev.bulwark.server.account;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

  /// @throws ServerFault `too-many-attempts`
  void require(String name) {
    boolean blocked =
        jdbi.withHandle(
            handle ->
                handle
                        .createQuery(
                            "select count(*) from attempt where name = :name and blocked_until > :now")
                        .bind("name", name)
                        .bind("now", Micros.of(clock.instant()))
                        .mapTo(Long.class)
                        .one()
                    > 0);
    if (blocked) {
      throw new ServerFault(
          ServerFault.TOO_MANY,
          "expected to wait after %d failures, found another attempt; try again in %d minutes"
              .formatted(ALLOWED, WAIT.toMinutes()));
    }
  }

  void failed(String name) {
    Instant now = clock.instant();
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate("delete from attempt where last < :old")
              .bind("old", Micros.of(now.minus(KEPT)))
              .execute();
          int failures =
              handle
                  .createQuery(
                      "insert into attempt (name, failures, blocked_until, last) values (:name, 1, 0, :now) on conflict (name) do update set failures = attempt.failures + 1, last = excluded.last returning failures")
                  .bind("name", name)
                  .bind("now", Micros.of(now))
                  .mapTo(Integer.class)
                  .one();
          if (failures >= ALLOWED) {
            handle
                .createUpdate(
                    "update attempt set failures = 0, blocked_until = :until where name = :name")
                .bind("until", Micros.of(now.plus(WAIT)))
                .bind("name", name)
                .execute();
          }
        });
  }

  void forget(String name) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("delete from attempt where name = :name")
                .bind("name", name)
                .execute());
  }
}
