package dev.bulwark.project.registry;

import dev.bulwark.evidence.Receipt;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.release.Pass;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file of what an environment should run: a pass takes the place of an older one only. Where
/// several servers share the folder, one that was held up for long has an old one in hand.
///
/// Only a pass that this ledger vouches for keeps another out; any other text is written over. One
/// that is held up between the look and the move still leaves its older pass there, until the next
/// opening; a place that has seen a newer one does not follow it.
record Desired(LedgerVerifier ledger, VerifyingKey judge) {
  private static final long MOST_BYTES = 64L << 20;

  void publish(Path file, Pass pass) {
    if (size(pass) >= there(file)) {
      Output.write(file, pass.json().canonical());
    }
  }

  /// Whether the pass there was made under a ledger of so many entries: this very one.
  boolean isOf(Path file, long entries) {
    return there(file) == entries;
  }

  /// A pass that vouches for more entries than the ledger has: an older copy of the ledger was put
  /// back, and what it says was undone may be what runs.
  ///
  /// @param folder where the passes lie
  /// @throws WorkspaceFault `workspace-ledger-put-back`
  void requireNoneAhead(Path folder, long entries) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> passes = Files.newDirectoryStream(folder, "*.pass")) {
      for (Path pass : passes) {
        requireNotAhead(pass, there(pass), entries);
      }
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.UNAVAILABLE,
          "expected to read the passes in %s, found: %s"
              .formatted(folder, e.getClass().getSimpleName()),
          e);
    }
  }

  private static void requireNotAhead(Path pass, long size, long entries) {
    if (size > entries) {
      throw new WorkspaceFault(
          WorkspaceFault.PUT_BACK,
          "expected a ledger of at least the %d entries that %s was made under, found %d: this ledger was put back to an older copy; bring the newer one back, or, when it is lost for good, move that pass away: places go on refusing what is older than they remember"
              .formatted(size, pass, entries));
    }
  }

  /// The entries of the ledger a pass was made under; -1 when it is not this ledger's.
  private long size(Pass pass) {
    return pass.runs().deployment().verify(ledger, judge)
            instanceof Receipt.Verification.Logged logged
        ? logged.checkpoint().size()
        : -1;
  }

  private long there(Path file) {
    try {
      return Files.exists(file) && Files.size(file) <= MOST_BYTES
          ? size(Pass.parse(Bytes.of(Files.readAllBytes(file))))
          : -1;
    } catch (IOException | RegistryFault e) {
      return -1;
    }
  }
}
