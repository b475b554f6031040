package dev.bulwark.server.account;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteGivenTest extends GivenContract {
  @TempDir private Path folder;

  @Override
  String url() {
    return "jdbc:sqlite:" + folder.resolve("server.db");
  }
}
