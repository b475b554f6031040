package dev.bulwark.project.workspace;

import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Stream;

/// Says beside the keys where the ledger lives that they sign, in the file `ledger-place` of a
/// project's folder: one history for one set of keys.
///
/// `beginning PLACE` is written before the first key is made, and `PLACE` when the first checkpoint
/// is published: a beginning that was cut off in between may go on, and a ledger that is not where
/// it was is never begun again. A folder of before has no such file until its ledger is opened.
record LedgerPlace(Home home) {
  private static final String NAME = "ledger-place";
  private static final String BEGINNING = "beginning ";
  private static final int MOST_BYTES = 100;

  private Path file() {
    return home.root().resolve(NAME);
  }

  private String here() {
    return home.stores().place();
  }

  private boolean hasKeys() {
    return Stream.of(home.ledgerKey(), home.vaultKey(), home.judgeKey()).anyMatch(Files::exists);
  }

  /// @throws WorkspaceFault `workspace-ledger-elsewhere` when a ledger was begun with these keys
  ///   and is not in this store
  void require() {
    String found = read();
    boolean isCutOff = found.equals(BEGINNING + here());
    if (!found.isEmpty() && !found.equals(here()) && !isCutOff) {
      throw elsewhere(found.replace(BEGINNING, ""));
    }
    if (hasKeys() && !isCutOff && !home.hasLedger()) {
      throw elsewhere("another place, or lost");
    }
  }

  private WorkspaceFault elsewhere(String place) {
    return new WorkspaceFault(
        WorkspaceFault.ELSEWHERE,
        ("expected in %s the ledger that was begun with the keys in %s, found it to be in %s; set"
                + " replicas.enabled and the database as they were, or put a backup back. A second"
                + " ledger under the same keys would be another history: to begin anew, move %s away")
            .formatted(here(), home.keys(), place, home.root()));
  }

  /// Before the first key is made.
  ///
  /// @throws WorkspaceFault `workspace-ledger-elsewhere`
  void begin() {
    require();
    if (!hasKeys() && !home.hasLedger()) {
      write(BEGINNING + here());
    }
  }

  /// The ledger is here, and was opened.
  void settle() {
    if (!read().equals(here())) {
      write(here());
    }
  }

  private String read() {
    try {
      if (!Files.exists(file())) {
        return "";
      }
      String text = Files.size(file()) > MOST_BYTES ? "?" : Files.readString(file());
      return text.strip();
    } catch (IOException e) {
      throw unusable("read", e);
    }
  }

  private void write(String text) {
    Path part = home.root().resolve(NAME + "~" + ProcessHandle.current().pid());
    try {
      try (FileChannel out =
          FileChannel.open(
              part,
              Set.of(
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE))) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text + "\n");
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(part, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel folder = FileChannel.open(home.root(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    } catch (IOException e) {
      throw unusable("write", e);
    }
  }

  private StoreFault unusable(String doing, IOException cause) {
    return new StoreFault(
        StoreFault.UNAVAILABLE,
        "expected to %s %s, found: %s; look at its rights and the room there"
            .formatted(doing, file(), cause.getClass().getSimpleName()),
        cause);
  }
}
