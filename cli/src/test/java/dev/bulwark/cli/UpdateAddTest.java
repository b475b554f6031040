package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateAddTest {
  @TempDir Path folder;

  /// Otherwise every pass to come would find it.
  @Test
  void certificatesThatAreNoneAreRefusedWhenTheChannelIsAdded() throws IOException {
    Path authority = Files.writeString(folder.resolve("ca.pem"), "no certificate");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    int exit =
        Main.run(
            new Shell(
                new Terminal(stream, stream, false, false),
                InstantSource.system(),
                System::nanoTime),
            "update",
            "add",
            "vendor",
            "--asset",
            "scorer",
            "--index",
            "https://localhost/index.json",
            "--ca",
            authority.toString(),
            "--as",
            "olga",
            "--project",
            folder.toString());
    assertThat(exit).isNotZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("expected certificates in PEM");
  }
}
