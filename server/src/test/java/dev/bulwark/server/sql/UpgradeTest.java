package dev.bulwark.server.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.replica.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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

  /// Every value of the tables the first form had, by table and column.
  private static List<Map<String, Object>> rows(Jdbi jdbi) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (String table : TABLES) {
      jdbi.useHandle(
          handle ->
              handle
                  .createQuery("select * from " + table + " order by 1, 2")
                  .mapToMap()
                  .forEach(row -> all.add(named(table, row))));
    }
    return all;
  }

  private static Map<String, Object> named(String table, Map<String, Object> row) {
    Map<String, Object> named = new TreeMap<>();
    row.forEach((column, value) -> named.put(table + "." + column, value));
    return named;
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
    List<Map<String, Object>> before = rows(old);
    try (Database upgraded = Database.open(url)) {
      assertThat(upgraded.form()).isGreaterThan(1);
      List<Map<String, Object>> after = rows(upgraded.jdbi());
      assertThat(after).hasSameSizeAs(before);
      for (int i = 0; i < before.size(); i++) {
        assertThat(after.get(i)).as("every row, every value").containsAllEntriesOf(before.get(i));
      }
    }
    assertThat(before).hasSizeGreaterThan(8);
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

  /// What the program itself gave carries names that no account can have.
  @Test
  void ourOwnGiversGetNamesOfTheirOwn() {
    Flyway.configure()
        .dataSource(sqlite(), null, null)
        .locations("classpath:dev/bulwark/server/migration")
        .target("6")
        .load()
        .migrate();
    Jdbi.create(sqlite())
        .useHandle(
            handle -> {
              handle.execute(
                  "insert into account (name, password, secret, administrator, created) values ('ada', '', '', 0, 0)");
              handle.execute(
                  "insert into membership (account, system, role, granted_by, granted) values ('ada', '*', 'risk', 'single-sign-on', 0), ('ada', '*', 'owner', 'link', 0), ('ada', '*', 'auditor', 'root', 0)");
              handle.execute(
                  "insert into link (token, administrator, system, roles, made_by, expires) values ('t', 1, '*', '', 'start', 1)");
            });
    try (Database upgraded = Database.open(sqlite())) {
      List<String> givers =
          upgraded
              .jdbi()
              .withHandle(
                  handle ->
                      handle
                          .createQuery(
                              "select granted_by from membership union select made_by from link")
                          .mapTo(String.class)
                          .list());
      assertThat(givers).containsExactlyInAnyOrder(":single-sign-on", ":link", ":start", "root");
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
