package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills `bulwark check` with SIGKILL at random moments. What it acknowledged is there, the audit
/// is sound, and the next check goes on.
class KillTest {
  private static final Pattern SIZE = Pattern.compile("ledger {2}(\\d+) entries");
  private static final Pattern SOUND = Pattern.compile("sound {2}(\\d+) entries");

  @TempDir Path folder;

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
    Path project = folder.resolve("project");
    new Session(folder, Path.of("..", "examples")).run("$ copy credit-scoring @/project\n");
    Random random = new Random(7);
    long acknowledged = 0;
    long recovered = 0;
    for (int i = 0; i < times; i++) {
      acknowledged = Math.max(acknowledged, runAndKill(project, i % 2 == 0, random.nextInt(2_500)));
      if (Files.exists(project.resolve(".bulwark/ledger/checkpoint"))) {
        recovered += bulwark("check", project.toString()).contains("recovered") ? 1 : 0;
        Matcher sound = SOUND.matcher(bulwark("audit", project.toString()));
        assertThat(sound.find()).as("the audit is sound after kill " + i).isTrue();
        assertThat(Long.parseLong(sound.group(1)))
            .as("acknowledged entries are there after kill " + i)
            .isGreaterThan(acknowledged);
        acknowledged = Long.parseLong(sound.group(1));
      }
    }
    System.out.println(
        times
            + " kills, "
            + acknowledged
            + " entries acknowledged, "
            + recovered
            + " starts had something to put right");
  }

  /// Checks again and again in a process of its own until it is killed.
  ///
  /// @param settled whether to let it acknowledge something first
  /// @return the largest ledger it told of
  private long runAndKill(Path project, boolean settled, int afterMillis)
      throws IOException, InterruptedException {
    Path told = folder.resolve("told.txt");
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                CheckForEver.class.getName(),
                project.toString())
            .redirectOutput(told.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (settled && Files.size(told) == 0 && System.nanoTime() < deadline) {
      child.waitFor(20, TimeUnit.MILLISECONDS);
    }
    child.waitFor(afterMillis, TimeUnit.MILLISECONDS);
    child.destroyForcibly().waitFor();
    Matcher size = SIZE.matcher(Files.readString(told));
    long largest = 0;
    while (size.find()) {
      largest = Long.parseLong(size.group(1));
    }
    return largest;
  }

  private static String bulwark(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Main.run(
        new Shell(
            new Terminal(stream, stream, false, false), InstantSource.system(), System::nanoTime),
        arguments);
    return out.toString(StandardCharsets.UTF_8);
  }
}
