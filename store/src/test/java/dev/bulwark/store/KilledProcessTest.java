package dev.bulwark.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.evidence.tlog.LedgerAudit;
import dev.bulwark.evidence.tlog.TilePath;
import dev.bulwark.kernel.bytes.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that appends is killed at a random moment, again and again on one ledger: what it had
/// acknowledged is there, and the next open is clean and says what it recovered.
class KilledProcessTest {
  @TempDir Path folder;

  private final Map<Long, String> acknowledged = new HashMap<>();

  @Test
  void noAcknowledgedEntryIsLostInSixKills() throws Exception {
    kill(6, new Random(1));
  }

  @Test
  @Tag("slow")
  void noAcknowledgedEntryIsLostInTwoHundredKills() throws Exception {
    kill(200, new Random(2));
  }

  private void kill(int times, Random random) throws Exception {
    int recoveries = 0;
    for (int run = 0; run < times; run++) {
      liveAndDie("run" + run, random);
      recoveries += openAgain() ? 1 : 0;
    }
    System.out.printf(
        "%d kills: %d entries acknowledged, %d opens had something to recover%n",
        times, acknowledged.size(), recoveries);
    assertThat(acknowledged).hasSizeGreaterThan(times);
  }

  private void liveAndDie(String run, Random random) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                AppendingProcess.class.getName(),
                folder.toString(),
                run)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader()) {
      int after = 1 + random.nextInt(400);
      for (int i = 0; i < after; i++) {
        acknowledge(out.readLine());
      }
      LockSupport.parkNanos(random.nextInt(8_000_000));
      // By its handle: Process.destroyForcibly would close the pipe and lose what it holds.
      process.toHandle().destroyForcibly();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.contains(" ") && line.matches("\\d+ run\\d+-\\d+-\\d+-x*")) {
          acknowledgeWhole(line);
        }
      }
    }
    assertThat(process.waitFor()).isNotZero();
  }

  private void acknowledge(String line) {
    assertThat(line).matches("\\d+ run\\d+-\\d+-\\d+-x*");
    acknowledgeWhole(line);
  }

  /// The last line may be cut by the kill: it counts as far as it is whole.
  private void acknowledgeWhole(String line) {
    String[] words = line.split(" ");
    String[] parts = words[1].split("-");
    String whole =
        AppendingProcess.entry(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    if (words[1].equals(whole)) {
      assertThat(acknowledged.put(Long.parseLong(words[0]), words[1])).isNull();
    }
  }

  /// @return whether there was something to recover
  private boolean openAgain() throws IOException {
    List<String> leftovers = leftovers();
    Checkpoint checkpoint;
    boolean recovered;
    try (Ledger ledger =
        Ledger.open(
            FileTileStore.open(folder),
            FileCasStore.open(folder),
            TestKeys.KEYS,
            TestKeys.ORIGIN)) {
      assertThat(
              Stream.concat(
                  ledger.recovered().unpublished().stream().map(TilePath::path),
                  ledger.recovered().temporary().stream()))
          .containsExactlyInAnyOrderElementsOf(leftovers);
      recovered = !ledger.recovered().isClean();
      checkpoint = ledger.checkpoint();
      List<Bytes> entries = ledger.entries(0, ledger.size()).toList();
      acknowledged.forEach(
          (index, entry) ->
              assertThat(entries.get(Math.toIntExact(index)).utf8()).isEqualTo(entry));
      assertThat(entries).doesNotHaveDuplicates();
    }
    assertThat(leftovers()).isEmpty();
    assertThat(
            LedgerAudit.auditSince(
                FileTileStore.open(folder),
                checkpoint.note(),
                TestKeys.KEYS.verifier(TestKeys.ORIGIN),
                checkpoint))
        .isInstanceOf(LedgerAudit.Sound.class);
    return recovered;
  }

  private List<String> leftovers() throws IOException {
    String note = Files.readString(folder.resolve(Ledger.CHECKPOINT));
    long size = Long.parseLong(note.split("\n")[1]);
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(
              name ->
                  name.startsWith("tile~/")
                      || TilePath.parse(name).filter(tile -> !tile.isWithin(size)).isPresent())
          .toList();
    }
  }
}
