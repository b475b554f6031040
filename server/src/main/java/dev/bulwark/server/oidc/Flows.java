package dev.bulwark.server.oidc;

import dev.bulwark.server.account.SecretToken;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Browsers on their way to the issuer and back: ten minutes, once, the same browser.
final class Flows {
  private static final Duration LIFE = Duration.ofMinutes(10);

  /// Anybody can begin one: the newest count, and whoever arrives within seconds is among them.
  static final int MOST = 10_000;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SecureRandom random;

  Flows(Database database, InstantSource clock, SecureRandom random) {
    this.jdbi = database.jdbi();
    this.clock = clock;
    this.random = random;
  }

  /// @param state comes back in the address
  /// @param nonce comes back in the token, as its digest
  /// @param verifier proves at the issuer that it is still us (RFC 7636)
  record Flow(String state, String nonce, String verifier) {
    @Override
    public String toString() {
      return "Flow[hidden]";
    }
  }

  Flow begin(SecretToken cookie) {
    Flow flow = new Flow(some(), some(), some());
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate("delete from sign_on_flow where expires <= :now")
              .bind("now", Micros.of(clock.instant()))
              .execute();
          handle
              .createUpdate(
                  "delete from sign_on_flow where expires <= (select expires from sign_on_flow"
                      + " order by expires desc limit 1 offset :most)")
              .bind("most", MOST - 1)
              .execute();
          handle
              .createUpdate(
                  "insert into sign_on_flow (cookie, state, nonce, verifier, expires) values"
                      + " (:cookie, :state, :nonce, :verifier, :expires)")
              .bind("cookie", cookie.digest())
              .bind("state", flow.state())
              .bind("nonce", flow.nonce())
              .bind("verifier", flow.verifier())
              .bind("expires", Micros.of(clock.instant().plus(LIFE)))
              .execute();
        });
    return flow;
  }

  private String some() {
    return SecretToken.make("", random).text();
  }

  /// Uses a flow up.
  Optional<Flow> use(SecretToken cookie) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "delete from sign_on_flow where cookie = :cookie returning state, nonce,"
                            + " verifier, expires")
                    .bind("cookie", cookie.digest())
                    .map(
                        (rs, _) ->
                            new Used(
                                new Flow(
                                    rs.getString("state"),
                                    rs.getString("nonce"),
                                    rs.getString("verifier")),
                                rs.getLong("expires")))
                    .findOne())
        .filter(used -> used.expires() > Micros.of(clock.instant()))
        .map(Used::flow);
  }

  private record Used(Flow flow, long expires) {}
}
