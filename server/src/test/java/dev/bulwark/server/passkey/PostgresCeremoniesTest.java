package dev.bulwark.server.passkey;

import dev.bulwark.server.replica.Postgres;
import org.junit.jupiter.api.AutoClose;

/// On a real PostgreSQL; every test has a schema of its own, also when it opens twice.
final class PostgresCeremoniesTest extends CeremoniesContract {
  @AutoClose private static final Postgres POSTGRES = new Postgres();

  private final String schema = POSTGRES.schema();

  @Override
  String url() {
    return schema;
  }
}
