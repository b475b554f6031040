package dev.bulwark.server.hook;

import dev.bulwark.server.replica.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// On a real PostgreSQL; every test has a schema of its own.
final class PostgresHooksTest extends HooksContract {
  private static Postgres postgres;

  @BeforeAll
  static void startPostgres() {
    postgres = new Postgres();
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @Override
  String url() {
    return postgres.schema();
  }
}
