package dev.bulwark.registry.signing;

import dev.bulwark.evidence.tlog.SignedNote;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A foreign log's checkpoint (C2SP tlog-checkpoint). Read beside {@code evidence.tlog}: Rekor v1
/// writes an origin with spaces and may write extension lines, which our own ledger must not.
final class LogCheckpoint {
  private static final int KEY_ID = 4;

  private LogCheckpoint() {}

  /// Whether the note is the log's word that its tree has this size and root.
  static boolean holds(Bytes note, LogKey log, long size, Digest root) {
    Optional<SignedNote> parsed = SignedNote.parse(note);
    if (parsed.isEmpty() || log.id().size() < KEY_ID) {
      return false;
    }
    List<String> lines = parsed.get().text().lines().toList();
    return lines.size() >= 3
        && lines.get(1).equals(Long.toString(size))
        && lines.get(2).equals(Base64.getEncoder().encodeToString(root.value().toArray()))
        && isSigned(parsed.get(), lines.getFirst(), log);
  }

  /// Every line under the log's key id must hold, and there must be one, by the name of the origin.
  private static boolean isSigned(SignedNote note, String origin, LogKey log) {
    Bytes id = log.id().slice(0, KEY_ID);
    List<SignedNote.Line> own =
        note.lines().stream()
            .filter(line -> line.blob().slice(0, KEY_ID).equals(id))
            .filter(line -> origin.equals(line.name()) || origin.startsWith(line.name() + " "))
            .toList();
    Bytes text = Bytes.utf8(note.text());
    return !own.isEmpty()
        && own.stream()
            .allMatch(line -> log.verify(text, line.blob().slice(KEY_ID, line.blob().size())));
  }
}
