package dev.bulwark.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.cli.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryBenchTest {
  @TempDir Path folder;

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void everyFigureStandsBesideItsAimAndNothingStays() throws IOException {
    String told = CommandLines.run(folder, "$ bulwark bench registry --size 1MiB --folder @");
    assertThat(told)
        .contains("1MiB, ", "medians of 5 rounds")
        .contains("seal ", "of the slower of SHA-256", "aim 0.70: ")
        .contains("heap ", "aim at most 64MiB: ")
        .contains("open ", "aim 1,000 MB/s a core: ")
        .contains(
            "re-sign ", "read of 1MiB after one file of 64KiB changed", "that file alone: met")
        .contains("rollback ", "256.0KiB read and verified again", "aim at most 5 s: ")
        .contains("[exit 0]");
    assertThat(left()).isEmpty();
  }

  @Test
  void withoutRoomNothingIsBegun() throws IOException {
    assertThat(CommandLines.run(folder, "$ bulwark bench registry --size 99TiB --folder @"))
        .contains("expected 297.0TiB free below @", "[workspace-unavailable]");
    assertThat(left()).isEmpty();
  }

  /// In a process of its own that is told to stop in the middle.
  @Test
  void whenItIsStoppedNothingStays() throws Exception {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.bulwark.cli.Main",
                "bench",
                "registry",
                "--size",
                "256MiB",
                "--folder",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (left().isEmpty() && child.isAlive() && System.nanoTime() < deadline) {
      child.waitFor(20, TimeUnit.MILLISECONDS);
    }
    child.waitFor(500, TimeUnit.MILLISECONDS);
    assertThat(child.isAlive()).isTrue();
    assertThat(left()).isNotEmpty();
    child.destroy();
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(left()).isEmpty();
  }
}
