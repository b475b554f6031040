package dev.bulwark.project.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Limits;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.scan.FolderScan;
import dev.bulwark.scan.ModelFileScanner;
import dev.bulwark.scan.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
  private static final byte[] PAYLOAD =
      "cos\nsystem\n(S'id'\ntR.".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int heard;

  /// Waits for a text behind the last one that was waited for; the deadline is far beyond what it
  /// takes.
  private void await(String text) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    int at = -1;
    while (at < 0) {
      String printed = out.toString(StandardCharsets.UTF_8);
      assertThat(System.nanoTime()).as(printed).isLessThan(deadline);
      at = printed.indexOf(text, heard);
      Thread.onSpinWait();
    }
    heard = at + text.length();
  }

  @Test
  void whatChangesIsScannedAgainUntilItIsStopped() throws Exception {
    Files.writeString(folder.resolve("README.md"), "# A model");
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Shell shell =
        new Shell(
            new Terminal(stream, stream, false, false), InstantSource.system(), System::nanoTime);
    ModelFileScanner scanner = new ModelFileScanner("test", Limits.DEFAULT, System::nanoTime);
    Watch watch =
        new Watch(
            shell,
            new ScanText(shell.terminal(), scanner.rules(), false),
            new FolderScan(scanner, 1),
            scanner,
            List.of(new Target(folder, "")));
    CompletableFuture<ScanReport> report = new CompletableFuture<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.execute(() -> report.complete(watch.follow()));
      await("CLEAN  1 file");
      await("watching");
      Files.write(folder.resolve("model.pkl"), PAYLOAD);
      await("MALICIOUS  2 files");
      Path deeper = Files.createDirectories(folder.resolve("a/b"));
      Files.write(deeper.resolve("other.pkl"), PAYLOAD);
      await("MALICIOUS  3 files");
      Files.delete(folder.resolve("model.pkl"));
      await("MALICIOUS  2 files");
      Files.delete(deeper.resolve("other.pkl"));
      await("CLEAN  1 file");
      threads.shutdownNow();
    }
    assertThat(report.get(1, TimeUnit.MINUTES).verdict()).isEqualTo(Verdict.CLEAN);
  }

  @Test
  void aFileAloneIsWatchedAndItsNeighboursAreNot() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "a");
    assertThat(Target.of(List.of(file.toString()))).containsExactly(new Target(file, folder + "/"));
  }
}
