package dev.bulwark.server.memo;

import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// Answers to requests that came with a key, kept for a day, so that sending one again does nothing
/// twice.
///
/// A key is taken before the work begins and released when it fails on our side; one that a crash
/// left taken is free again after ten minutes.
public final class Answers {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final Duration LONGEST_WORK = Duration.ofMinutes(10);

  private final Jdbi jdbi;
  private final InstantSource clock;

  public Answers(Database database, InstantSource clock) {
    this.jdbi = database.jdbi();
    this.clock = clock;
  }

  /// An answer as it went out.
  public record Answer(int status, String type, String body) {}

  /// What is known of a key.
  public sealed interface Known {
    /// It is the caller's now.
    record Taken() implements Known {}

    /// The same request was answered.
    record Answered(Answer answer) implements Known {}

    /// The same request is at work.
    record AtWork() implements Known {}

    /// Another request had this key.
    record Other() implements Known {}
  }

  /// Takes a key, or says what is known of it.
  ///
  /// @param caller whose key it is: others' keys are other keys
  /// @param request a digest of what is asked
  public Known take(String caller, String key, String request) {
    Instant now = clock.instant();
    forget(now);
    try {
      jdbi.useHandle(
          handle ->
              handle
                  .createUpdate(
                      "insert into idempotency (caller, key, request, status, type, body, created)"
                          + " values (:caller, :key, :request, 0, '', '', :now)")
                  .bind("caller", caller)
                  .bind("key", key)
                  .bind("request", request)
                  .bind("now", Micros.of(now))
                  .execute());
      return new Known.Taken();
    } catch (UnableToExecuteStatementException e) {
      if (!Database.isDuplicate(e)) {
        throw e;
      }
      return find(caller, key, request).orElseGet(Known.AtWork::new);
    }
  }

  private void forget(Instant now) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "delete from idempotency where created < :old or (status = 0 and created <"
                        + " :stuck)")
                .bind("old", Micros.of(now.minus(KEPT)))
                .bind("stuck", Micros.of(now.minus(LONGEST_WORK)))
                .execute());
  }

  private Optional<Known> find(String caller, String key, String request) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from idempotency where caller = :caller and key = :key")
                .bind("caller", caller)
                .bind("key", key)
                .map(
                    (rs, _) -> {
                      if (!rs.getString("request").equals(request)) {
                        return (Known) new Known.Other();
                      }
                      return rs.getInt("status") == 0
                          ? new Known.AtWork()
                          : new Known.Answered(
                              new Answer(
                                  rs.getInt("status"), rs.getString("type"), rs.getString("body")));
                    })
                .findOne());
  }

  public void keep(String caller, String key, Answer answer) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "update idempotency set status = :status, type = :type, body = :body where"
                        + " caller = :caller and key = :key")
                .bind("status", answer.status())
                .bind("type", answer.type())
                .bind("body", answer.body())
                .bind("caller", caller)
                .bind("key", key)
                .execute());
  }

  public void release(String caller, String key) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("delete from idempotency where caller = :caller and key = :key")
                .bind("caller", caller)
                .bind("key", key)
                .execute());
  }
}
