package dev.bulwark.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.server.account.SecretToken;
import dev.bulwark.server.replica.Postgres;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Strangers begin as many flows as they like.
final class FlowsTest {
  @TempDir private Path folder;
  private final SecureRandom random = new SecureRandom();
  private Instant now = Instant.parse("2026-11-24T10:00:00Z");

  private void theNewestCount(String url) {
    try (Database database = Database.open(url)) {
      Flows flows = new Flows(database, () -> now, random);
      SecretToken oldest = SecretToken.make("", random);
      flows.begin(oldest);
      now = now.plusSeconds(1);
      SecretToken early = SecretToken.make("", random);
      Flows.Flow known = flows.begin(early);
      // All but two of the rest, a microsecond apart.
      database
          .jdbi()
          .useHandle(
              handle ->
                  handle
                      .createUpdate(
                          "insert into sign_on_flow (cookie, state, nonce, verifier, expires) with"
                              + " recursive n(i) as (select 1 union all select i + 1 from n where i"
                              + " < :most) select 'c' || i, '', '', '', :from + i from n")
                      .bind("most", Flows.MOST - 2)
                      .bind("from", Micros.of(now.plusSeconds(600)))
                      .execute());
      now = now.plusSeconds(1);
      SecretToken late = SecretToken.make("", random);
      flows.begin(late);
      int rows =
          database
              .jdbi()
              .withHandle(
                  handle ->
                      handle
                          .createQuery("select count(*) from sign_on_flow")
                          .mapTo(Integer.class)
                          .one());
      assertThat(rows).isEqualTo(Flows.MOST);
      assertThat(flows.use(oldest)).isEmpty();
      assertThat(flows.use(early)).contains(known);
      assertThat(flows.use(late)).isPresent();
      assertThat(flows.use(late)).as("once").isEmpty();
    }
  }

  @Test
  void theNewestCountOnSqlite() {
    theNewestCount("jdbc:sqlite:" + folder.resolve("server.db"));
  }

  @Test
  void theNewestCountOnPostgres() {
    try (Postgres postgres = new Postgres()) {
      theNewestCount(postgres.schema());
    }
  }
}
