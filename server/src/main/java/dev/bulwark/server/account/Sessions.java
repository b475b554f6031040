package dev.bulwark.server.account;

import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Who is signed in where. Twelve hours at most, two without use; revocable one by one.
public final class Sessions {
  private static final Duration LIFE = Duration.ofHours(12);
  private static final Duration IDLE = Duration.ofHours(2);
  private static final Duration NOTED = Duration.ofMinutes(1);

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SecureRandom random;

  public Sessions(Database database, InstantSource clock, SecureRandom random) {
    this.jdbi = database.jdbi();
    this.clock = clock;
    this.random = random;
  }

  /// @param id the digest of its token
  /// @param device what the browser called itself
  public record Session(String id, String account, Instant created, Instant seen, String device) {}

  public SecretToken begin(String account, String device) {
    SecretToken token = SecretToken.make("", random);
    long now = Micros.of(clock.instant());
    long old = Micros.of(clock.instant().minus(LIFE));
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("delete from session where created <= :old")
                .bind("old", old)
                .execute());
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "insert into session (token, account, created, seen, device) values (:token,"
                        + " :account, :now, :now, :device)")
                .bind("token", token.digest())
                .bind("account", account)
                .bind("now", now)
                .bind("device", device.substring(0, Math.min(200, device.length())))
                .execute());
    return token;
  }

  /// The session a token proves, while it lasts. Its use is noted once a minute.
  public Optional<Session> find(SecretToken token) {
    Instant now = clock.instant();
    Optional<Session> found = look(token);
    found
        .filter(session -> session.seen().isBefore(now.minus(NOTED)))
        .ifPresent(session -> note(session, now));
    return found;
  }

  /// As {@link #find}, and no use of it: who only looks on lets it end.
  public Optional<Session> look(SecretToken token) {
    Instant now = clock.instant();
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery("select * from session where token = :token")
                    .bind("token", token.digest())
                    .map((rs, _) -> session(rs))
                    .findOne())
        .filter(session -> lasts(session, now));
  }

  private static boolean lasts(Session session, Instant now) {
    return now.isBefore(session.created().plus(LIFE)) && now.isBefore(session.seen().plus(IDLE));
  }

  private void note(Session session, Instant now) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("update session set seen = :now where token = :token")
                .bind("now", Micros.of(now))
                .bind("token", session.id())
                .execute());
  }

  public List<Session> of(String account) {
    Instant now = clock.instant();
    return jdbi
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select * from session where account = :account order by seen desc")
                    .bind("account", account)
                    .map((rs, _) -> session(rs))
                    .list())
        .stream()
        .filter(session -> lasts(session, now))
        .toList();
  }

  /// Ends one of an account's sessions.
  public void end(String account, String id) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("delete from session where account = :account and token = :token")
                .bind("account", account)
                .bind("token", id)
                .execute());
  }

  /// Ends all of an account's sessions but one.
  public void endOthers(String account, String id) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("delete from session where account = :account and token <> :token")
                .bind("account", account)
                .bind("token", id)
                .execute());
  }

  private static Session session(java.sql.ResultSet rs) throws java.sql.SQLException {
    return new Session(
        rs.getString("token"),
        rs.getString("account"),
        Micros.instant(rs.getLong("created")),
        Micros.instant(rs.getLong("seen")),
        rs.getString("device"));
  }
}
