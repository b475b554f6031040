package dev.bulwark.server.passkey;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteCeremoniesTest extends CeremoniesContract {
  @TempDir private Path folder;

  @Override
  String url() {
    return "jdbc:sqlite:" + folder.resolve("server.db");
  }
}
