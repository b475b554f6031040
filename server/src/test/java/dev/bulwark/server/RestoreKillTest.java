package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.EvidenceAudit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.server.backup.Backup;
import dev.bulwark.server.backup.Restore;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Shelves;
import dev.bulwark.server.sql.Database;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A restore is killed at random moments, and the same command is run again: in the end everything
/// is back, or it says that something is there already, because it was back before the kill.
final class RestoreKillTest {
  private static final long SEED = 20_261_130;
  private static final int ROUNDS = 8;
  private static final int KILLS = 4;
  private static final String PASSPHRASE = "a passphrase for the backup";
  private static final PrintStream NOWHERE = new PrintStream(PrintStream.nullOutputStream());
  private static final Shell SHELL =
      new Shell(new Terminal(NOWHERE, NOWHERE, false, false), Instant::now, System::nanoTime);

  @TempDir private Path folder;
  private Path archive;
  private Path secret;

  private void backUp() throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    archive = folder.resolve("archive");
    secret = Files.writeString(folder.resolve("passphrase"), PASSPHRASE + "\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    ProjectDesk desk = new ProjectDesk(SHELL);
    try (Database database = Database.open(ServerConfig.embedded(home))) {
      Projects projects = new Projects(database, Instant::now, home.resolve("systems"));
      for (String name : List.of("credit-scoring", "support-assistant")) {
        Project project = projects.addExample(name, "root", desk::check);
        for (int i = 0; i < 300; i++) {
          Files.writeString(project.folder().resolve("data" + i), "x".repeat(i));
        }
      }
      new Backup(home, home.resolve("none"), database, Shelves.IN_FOLDERS, true, Instant::now)
          .write(archive, PASSPHRASE, _ -> {});
    }
  }

  private Process restore(Path back, Path said) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.bulwark.server.Main",
            "restore",
            archive.toString(),
            "--home",
            back.toString(),
            "--passphrase",
            "file:" + secret)
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }

  private static Duration ended(Process process) throws InterruptedException {
    long begun = System.nanoTime();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Test
  @Tag("slow")
  void aKilledRestoreIsEndedByTheSameCommand() throws IOException, InterruptedException {
    backUp();
    Random random = new Random(SEED);
    Path said = folder.resolve("said");
    Process whole = restore(folder.resolve("whole"), said);
    Duration time = ended(whole);
    assertThat(whole.exitValue()).as(Files.readString(said)).isZero();
    int unfinished = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path back = folder.resolve("back" + round);
      for (int kill = 0; kill < KILLS; kill++) {
        Process process = restore(back, said);
        Thread.sleep(random.nextLong(time.toMillis() + 1));
        process.destroyForcibly();
        ended(process);
        unfinished += Restore.isUnfinished(back) ? 1 : 0;
      }
      boolean wasWhole = Files.exists(back.resolve("server.db")) && !Restore.isUnfinished(back);
      Process last = restore(back, said);
      ended(last);
      if (wasWhole) {
        assertThat(Files.readString(said)).contains("restore-not-empty");
      } else {
        assertThat(last.exitValue()).as("round " + round + ": " + Files.readString(said)).isZero();
      }
      assertWhole(back);
    }
    assertThat(unfinished).as("kills in the middle, of seed " + SEED).isPositive();
    System.out.printf("restore: %d of %d kills left one unfinished%n", unfinished, ROUNDS * KILLS);
  }

  private static void assertWhole(Path back) throws IOException {
    assertThat(Restore.isUnfinished(back)).isFalse();
    try (Database database = Database.open(ServerConfig.embedded(back))) {
      List<Project> all = new Projects(database, Instant::now, back.resolve("systems")).all();
      assertThat(all).hasSize(2);
      for (Project project : all) {
        assertThat(WorkspaceReader.open(project.home()).audit())
            .isInstanceOf(EvidenceAudit.Result.Sound.class);
        for (int i = 0; i < 300; i++) {
          assertThat(Files.size(project.folder().resolve("data" + i))).isEqualTo(i);
        }
      }
    }
  }
}
