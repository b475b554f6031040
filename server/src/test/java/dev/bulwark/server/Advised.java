package dev.bulwark.server;

import dev.bulwark.project.Shell;
import dev.bulwark.project.inventory.AdvisoryStore;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.Home;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A project to which a critical vulnerability of a component it uses became known.
final class Advised {
  private Advised() {}

  static void in(Home home, Path zip) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("PYSEC-2026-1.json"));
      out.write(
          """
          {"id":"PYSEC-2026-1","modified":"%s",
           "severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
           "affected":[{"package":{"ecosystem":"PyPI","name":"numpy"},"versions":["2.2.6"]}]}
          """
              .formatted(Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS))
              .getBytes(StandardCharsets.UTF_8));
    }
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    Shell shell =
        new Shell(
            new Terminal(nowhere, nowhere, false, false), InstantSource.system(), System::nanoTime);
    try (Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      new AdvisoryStore(home, shell)
          .take(
              new AdvisoryStore.Given(List.of(zip), Optional.empty(), Optional.empty(), List.of()),
              progress);
    }
  }
}
