package dev.bulwark.server.passkey;

import dev.bulwark.evidence.passkey.PasskeyWord;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// What passkeys were asked to sign: each challenge for one browser, one purpose, five minutes,
/// once.
final class Challenges {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final int NONCE = 32;

  /// For one purpose. Anybody can ask for one at the door: the newest count, and whoever answers
  /// within seconds is among them; those for other purposes are not touched.
  static final int MOST = 10_000;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SecureRandom random;

  Challenges(Database database, InstantSource clock, SecureRandom random) {
    this.jdbi = database.jdbi();
    this.clock = clock;
    this.random = random;
  }

  /// @param session of the browser that asks
  /// @param text what the person sees
  Digest make(String session, String purpose, Json.Obj text) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    Digest challenge = PasskeyWord.challenge(text, Bytes.of(nonce));
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate("delete from passkey_challenge where expires <= :now")
              .bind("now", Micros.of(clock.instant()))
              .execute();
          handle
              .createUpdate(
                  "delete from passkey_challenge where purpose = :purpose and expires <= (select"
                      + " expires from passkey_challenge where purpose = :purpose order by expires"
                      + " desc limit 1 offset :most)")
              .bind("purpose", purpose)
              .bind("most", MOST - 1)
              .execute();
          handle
              .createUpdate(
                  "insert into passkey_challenge (challenge, nonce, session, purpose, expires)"
                      + " values (:challenge, :nonce, :session, :purpose, :expires)")
              .bind("challenge", challenge.hex())
              .bind("nonce", Bytes.of(nonce).hex())
              .bind("session", session)
              .bind("purpose", purpose)
              .bind("expires", Micros.of(clock.instant().plus(LIFE)))
              .execute();
        });
    return challenge;
  }

  /// Uses a challenge up, whatever comes of it.
  ///
  /// @return its nonce; empty when it is not for this, is used or too old
  Optional<Bytes> use(Bytes challenge, String session, String purpose) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "delete from passkey_challenge where challenge = :challenge and session ="
                            + " :session returning nonce, purpose, expires")
                    .bind("challenge", challenge.hex())
                    .bind("session", session)
                    .map(
                        (rs, _) ->
                            new Used(
                                Bytes.parseHex(rs.getString("nonce")),
                                rs.getString("purpose"),
                                rs.getLong("expires")))
                    .findOne())
        .filter(used -> used.purpose().equals(purpose))
        .filter(used -> used.expires() > Micros.of(clock.instant()))
        .map(Used::nonce);
  }

  private record Used(Bytes nonce, String purpose, long expires) {}
}
