package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.server.sql.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A command that starts no server, in a process of its own: what its libraries log is not among
/// its answer.
final class CommandLogTest {
  @TempDir private Path folder;

  @Test
  void backupAnswersWithItsOwnLinesAlone() throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Database.open(ServerConfig.embedded(home)).close();
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.bulwark.server.Main",
                "backup",
                "--home",
                home.toString(),
                "--passphrase",
                "env:COPY",
                folder.resolve("copy.bulwark").toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    command.environment().put("COPY", "correct horse battery staple, once more");
    Process backup = command.start();
    assertThat(backup.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String told = Files.readString(out, StandardCharsets.UTF_8);
    String warned = Files.readString(err, StandardCharsets.UTF_8);
    assertThat(told).as(warned).contains("Backup written to ");
    assertThat(told).doesNotContain("INFO", "DEBUG");
    assertThat(warned).doesNotContain("INFO", "DEBUG");
  }
}
