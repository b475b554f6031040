package dev.bulwark.govern.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that hold what the code must say. Run with `-Dgolden.update=true` to write them anew, and
/// read the difference before committing it.
final class Golden {
  private Golden() {}

  static void check(Path file, String actual) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, actual);
    }
    assertThat(file).exists();
    assertThat(actual)
        .as("%s; when the change is meant, run with -Dgolden.update=true", file)
        .isEqualTo(Files.readString(file));
  }
}
