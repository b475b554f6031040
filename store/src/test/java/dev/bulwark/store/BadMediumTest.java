package dev.bulwark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.evidence.tlog.LedgerAudit;
import dev.bulwark.evidence.tlog.LedgerFault;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A full and a read-only file system, real ones, mounted for a child process alone in a namespace
/// of its own.
class BadMediumTest {
  @TempDir Path folder;

  /// Runs in the child: appends until a fault, and tells what it was told.
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      Path folder = Path.of(args[0]);
      int taken = 0;
      try (Ledger ledger =
          Ledger.open(
              FileTileStore.open(folder),
              FileCasStore.open(folder),
              TestKeys.KEYS,
              TestKeys.ORIGIN)) {
        try {
          for (; taken < 5000; taken++) {
            ledger.append(Bytes.of(new byte[1000]));
          }
        } catch (LedgerFault e) {
          System.out.println(
              e.type().slug() + " " + (ledger.size() - taken) + " " + e.getMessage());
        }
      } catch (Fault e) {
        System.out.println(e.type().slug() + " " + e.getMessage());
      }
      FileCasStore.open(folder)
          .find(Ledger.CHECKPOINT)
          .map(
              note ->
                  LedgerAudit.audit(
                      FileTileStore.open(folder), note, TestKeys.KEYS.verifier(TestKeys.ORIGIN)))
          .ifPresent(result -> System.out.println(result.getClass().getSimpleName()));
    }
  }

  /// @param prepare shell commands that make `$1` what it should be
  private List<String> child(String prepare) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                "unshare",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                prepare + " || exit 99; \"$2\" -XX:+UseSerialGC -cp \"$3\" \"$4\" \"$1\"",
                "sh",
                folder.toString(),
                java,
                System.getProperty("java.class.path"),
                Child.class.getName())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assumeTrue(
        process.exitValue() != 99 && !out.startsWith("unshare:"),
        "skipped: this machine lets nobody mount in a namespace of their own");
    assertThat(process.exitValue()).as(out).isZero();
    return out.lines().toList();
  }

  private void requireUnshare() {
    assumeTrue(
        java.nio.file.Files.isExecutable(Path.of("/usr/bin/unshare")),
        "skipped: unshare not present");
  }

  @Test
  void onAFullDiskTheEntryIsRefusedAndTheLedgerStaysSound() throws Exception {
    requireUnshare();
    List<String> out = child("mount -t tmpfs -o size=1m tmpfs \"$1\"");
    assertThat(out).hasSize(2);
    assertThat(out.getFirst()).contains("No space left on device", "free some space");
    assertThat(out.getFirst()).matches("(ledger-not-appended|ledger-append-in-doubt) 0 .*");
    assertThat(out.getLast()).isEqualTo("Sound");
  }

  @Test
  void aReadOnlyDiskIsNamed() throws Exception {
    requireUnshare();
    List<String> out = child("mount -t tmpfs -o ro tmpfs \"$1\"");
    assertThat(out).hasSize(1);
    assertThat(out.getFirst()).startsWith("store-unavailable ").contains("Read-only", "writable");
  }
}
