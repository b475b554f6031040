package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs every script in `sessions` and compares it with itself. After a wanted change of output,
/// rewrite them with `mvn -pl cli -am test -Dtest=SessionTest -Dsessions.update=true
/// -Dsurefire.failIfNoSpecifiedTests=false` and read the difference.
class SessionTest {
  private static final Path SESSIONS = Path.of("src", "test", "resources", "sessions");

  @TempDir Path folder;

  static Stream<String> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SESSIONS)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void theSessionGoesAsWritten(String name) throws IOException {
    Path file = SESSIONS.resolve(name);
    String script = Files.readString(file);
    String happened = new Session(folder, Path.of("..", "examples")).run(script);
    if (Boolean.getBoolean("sessions.update")) {
      Files.writeString(file, happened);
    }
    assertThat(happened).isEqualTo(Files.readString(file));
  }
}
