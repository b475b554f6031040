package dev.bulwark.server.memo;

import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.statement.Update;

/// Answers to requests that came with a key, kept for a day, so that sending one again does nothing
/// twice.
///
/// A key is taken before the work begins, touched while it lasts, and released when it fails on our
/// side; one that a crash left taken is free again ten minutes after the last touch. Whoever took
/// it has a claim drawn by chance, in `type` as long as `status` is 0, and without it keeps and
/// releases nothing: the key may be another one's by then.
public final class Answers {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final Duration LONGEST_WORK = Duration.ofMinutes(10);

  private static final int CLAIM_SIZE = 16;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SecureRandom random;

  public Answers(Database database, InstantSource clock, SecureRandom random) {
    this.jdbi = database.jdbi();
    this.clock = clock;
    this.random = random;
  }

  /// The right to answer for a key.
  ///
  /// @param proof drawn by chance
  public record Claim(String caller, String key, String proof) {}

  /// An answer as it went out.
  public record Answer(int status, String type, String body) {}

  /// What is known of a key.
  public sealed interface Known {
    /// It is the caller's now.
    record Taken(Claim claim) implements Known {}

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
    byte[] proof = new byte[CLAIM_SIZE];
    random.nextBytes(proof);
    Claim claim = new Claim(caller, key, HexFormat.of().formatHex(proof));
    try {
      jdbi.useHandle(
          handle ->
              handle
                  .createUpdate(
                      "insert into idempotency (caller, key, request, status, type, body, created)"
                          + " values (:caller, :key, :request, 0, :proof, '', :now)")
                  .bind("caller", caller)
                  .bind("key", key)
                  .bind("request", request)
                  .bind("proof", claim.proof())
                  .bind("now", Micros.of(now))
                  .execute());
      return new Known.Taken(claim);
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

  /// Says that the work still lasts.
  public void touch(Claim claim) {
    change("update idempotency set created = :now", claim, Optional.empty());
  }

  /// Keeps the answer, when the key is still the claim's.
  public void keep(Claim claim, Answer answer) {
    change(
        "update idempotency set status = :status, type = :type, body = :body, created = :now",
        claim,
        Optional.of(answer));
  }

  /// Gives the key free, when it is still the claim's.
  public void release(Claim claim) {
    change("delete from idempotency", claim, Optional.empty());
  }

  private void change(String what, Claim claim, Optional<Answer> answer) {
    jdbi.useHandle(
        handle -> {
          Update update =
              handle
                  .createUpdate(
                      what
                          + " where caller = :caller and key = :key and status = 0 and type ="
                          + " :proof")
                  .bind("caller", claim.caller())
                  .bind("key", claim.key())
                  .bind("proof", claim.proof());
          if (!what.startsWith("delete")) {
            update.bind("now", Micros.of(clock.instant()));
          }
          answer.ifPresent(
              it ->
                  update
                      .bind("status", it.status())
                      .bind("type", it.type())
                      .bind("body", it.body()));
          update.execute();
        });
  }
}
