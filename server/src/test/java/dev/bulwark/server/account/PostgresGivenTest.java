package dev.bulwark.server.account;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// On a real PostgreSQL, started from binaries; every test has a schema of its own.
final class PostgresGivenTest extends GivenContract {
  private static EmbeddedPostgres postgres;
  private static int schemas;

  private int schema;

  @BeforeAll
  static void startPostgres() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stopPostgres() throws IOException {
    postgres.close();
  }

  @Override
  String url() {
    return postgres.getJdbcUrl("postgres", "postgres") + "&currentSchema=test" + current();
  }

  /// One schema a test instance, also when it opens twice.
  private int current() {
    if (schema == 0) {
      schemas++;
      schema = schemas;
    }
    return schema;
  }
}
