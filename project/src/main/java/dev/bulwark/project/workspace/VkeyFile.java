package dev.bulwark.project.workspace;

import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.evidence.tlog.NoteKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file of public keys that check signed notes: one vkey a line (C2SP signed-note).
///
/// @param keys at least one
public record VkeyFile(List<NoteKey> keys) {
  private static final long MAX_BYTES = 1 << 16;

  public VkeyFile {
    keys = List.copyOf(keys);
  }

  /// @throws WorkspaceFault `request-invalid` for a file that is none
  public static VkeyFile read(Path file) {
    try {
      List<Optional<NoteKey>> read =
          Files.size(file) > MAX_BYTES
              ? List.of()
              : Files.readString(file)
                  .lines()
                  .filter(line -> !line.isBlank())
                  .map(NoteKey::parse)
                  .toList();
      if (!read.isEmpty() && read.stream().allMatch(Optional::isPresent)) {
        return new VkeyFile(read.stream().map(Optional::orElseThrow).toList());
      }
    } catch (IOException e) {
      throw invalid("a readable file at " + file, "none", e);
    }
    throw invalid(
        "one vkey a line in " + file,
        "something else; take it from somewhere you trust, such as /tlog/keys of a server",
        null);
  }

  /// As those of the ledger that has the first key's name.
  public LedgerVerifier ledger() {
    return new LedgerVerifier(keys.getFirst().name(), keys);
  }

  private static WorkspaceFault invalid(String expected, String found, @Nullable Exception cause) {
    return new WorkspaceFault(
        WorkspaceFault.INVALID, "expected " + expected + ", found " + found, cause);
  }
}
