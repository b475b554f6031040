package dev.bulwark.project.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.Home;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills imports with SIGKILL at random moments. What is open then is one import or the other,
/// whole, and the next import goes on.
class AdvisoryKillTest {
  @TempDir Path folder;

  /// Runs in the child: imports one and the other by turns until it is killed.
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      Home home = Home.of(Path.of(args[0]));
      for (int i = 0; ; i++) {
        take(home, Path.of(args[1 + i % 2]));
        System.out.println("imported " + i);
        System.out.flush();
      }
    }
  }

  private static Shell shell() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return new Shell(
        new Terminal(nowhere, nowhere, false, false), InstantSource.system(), System::nanoTime);
  }

  private static void take(Home home, Path zip) {
    try (Progress progress = new Progress(shell().terminal(), System::nanoTime)) {
      new AdvisoryStore(home, shell())
          .take(
              new AdvisoryStore.Given(List.of(zip), Optional.empty(), Optional.empty(), List.of()),
              progress);
    }
  }

  @Test
  void aFewKills() throws Exception {
    kill(3);
  }

  @Test
  @Tag("slow")
  void twoHundredKills() throws Exception {
    kill(200);
  }

  private void kill(int times) throws Exception {
    Home home = Home.of(folder.resolve("project"));
    Path one = zip("one.zip", 300);
    Path other = zip("other.zip", 400);
    take(home, one);
    Random random = new Random(5);
    for (int i = 0; i < times; i++) {
      runAndKill(one, other, random.nextInt(300));
      try (OpenAdvisories open = new AdvisoryStore(home, shell()).open()) {
        assertThat(
                open.advisories().orElseThrow().files().stream()
                    .map(file -> file.imported().advisories())
                    .toList())
            .as("kill " + i)
            .isIn(List.of(300), List.of(400));
      }
      take(home, i % 2 == 0 ? other : one);
      try (var files = Files.list(home.advisories())) {
        assertThat(files).as("kill " + i).hasSize(3);
      }
    }
  }

  private void runAndKill(Path one, Path other, int afterMillis)
      throws IOException, InterruptedException {
    Path told = folder.resolve("told.txt");
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.resolve("project").toString(),
                one.toString(),
                other.toString())
            .redirectOutput(told.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (Files.size(told) == 0 && System.nanoTime() < deadline) {
      child.waitFor(20, TimeUnit.MILLISECONDS);
    }
    assertThat(told).as("it began").isNotEmptyFile();
    child.waitFor(afterMillis, TimeUnit.MILLISECONDS);
    child.destroyForcibly().waitFor();
  }

  private Path zip(String name, int records) throws IOException {
    Path zip = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (int i = 0; i < records; i++) {
        out.putNextEntry(new ZipEntry("A-" + i + ".json"));
        out.write(
            """
            {"id":"A-%d","modified":"2026-11-20T00:00:00Z",
             "affected":[{"package":{"ecosystem":"PyPI","name":"p%d"},"versions":["1.0"]}]}
            """
                .formatted(i, i)
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    return zip;
  }
}
