package dev.bulwark.server.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.replica.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database of the first form, with rows as that program wrote them, comes to the newest with all
/// of them; one of a newer program is left alone.
final class UpgradeTest {
  private static final String[] TABLES = {
    "account", "attempt", "membership", "session", "link", "recovery_code", "api_token", "system"
  };

  @TempDir private Path folder;

  private String sqlite() {
    return "jdbc:sqlite:" + folder.resolve("server.db");
  }

  private static String rowsOfTheFirstForm() throws IOException {
    try (var in =
        Objects.requireNonNull(UpgradeTest.class.getResourceAsStream("/rows-of-form-1.sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String rows(Jdbi jdbi) {
    StringBuilder all = new StringBuilder();
    for (String table : TABLES) {
      jdbi.useHandle(
          handle ->
              handle
                  .createQuery("select * from " + table + " order by 1, 2")
                  .mapToMap()
                  .forEach(row -> all.append(table).append(row).append('\n')));
    }
    return all.toString();
  }

  private static void upgrades(String url) throws IOException {
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:dev/bulwark/server/migration")
        .target("1")
        .load()
        .migrate();
    Jdbi old = Jdbi.create(url);
    String script = rowsOfTheFirstForm();
    old.useHandle(handle -> handle.createScript(script).execute());
    String before = rows(old);
    try (Database upgraded = Database.open(url)) {
      assertThat(upgraded.form()).isGreaterThan(1);
      assertThat(rows(upgraded.jdbi())).as("every row, every value").isEqualTo(before);
    }
    assertThat(before.lines().count()).isGreaterThan(8);
    Database.open(url).close();
  }

  @Test
  void theFirstFormOnSqliteComesToTheNewest() throws IOException {
    upgrades(sqlite());
  }

  @Test
  void theFirstFormOnPostgresComesToTheNewest() throws IOException {
    try (Postgres postgres = new Postgres()) {
      upgrades(postgres.schema());
    }
  }

  private static void newerIsRefused(String url) {
    try (Database database = Database.open(url)) {
      database
          .jdbi()
          .useHandle(
              handle ->
                  handle.execute(
                      "insert into flyway_schema_history (installed_rank, version, description,"
                          + " type, script, checksum, installed_by, execution_time, success) select"
                          + " 1000, '999', 'later', 'SQL', 'V999__later.sql', 1, 'later', 1,"
                          + " success from flyway_schema_history where installed_rank = 1"));
    }
    assertThatThrownBy(() -> Database.open(url).close())
        .isInstanceOf(ServerFault.class)
        .hasMessageContaining("form 999, made by a newer Bulwark");
  }

  @Test
  void aNewerFormIsRefusedWithALine() {
    newerIsRefused(sqlite());
    try (Postgres postgres = new Postgres()) {
      newerIsRefused(postgres.schema());
    }
  }
}
