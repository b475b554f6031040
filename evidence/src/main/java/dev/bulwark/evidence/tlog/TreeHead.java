package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What a checkpoint says: this log, at this size, has this root. The body of C2SP tlog-checkpoint,
/// without the signatures; a claim until a {@link Checkpoint} vouches for it.
///
/// @param origin the log's identity: 1 to 255 bytes of UTF-8, no spaces, no `+`
/// @param size the number of entries, from 0
/// @param root RFC 6962 §2.1 over all of them
public record TreeHead(String origin, long size, Digest root) {
  public TreeHead {
    NoteKey.requireName(origin);
    if (size < 0) {
      throw new IllegalArgumentException("a tree has no negative size, found " + size);
    }
  }

  /// The three lines that are signed, each ending in a newline.
  public String text() {
    return origin
        + "\n"
        + size
        + "\n"
        + Base64.getEncoder().encodeToString(root.value().toArray())
        + "\n";
  }

  /// Parses exactly three lines. Extension lines are refused: tlog-checkpoint advises against them,
  /// and the ML-DSA signature does not cover them.
  static Optional<TreeHead> parse(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    if (lines.size() != 4 || !lines.getLast().isEmpty() || !NoteKey.isName(lines.getFirst())) {
      return Optional.empty();
    }
    Optional<Long> size = Decimal.parse(lines.get(1));
    Optional<Bytes> root =
        StrictBase64.decode(lines.get(2)).filter(bytes -> bytes.size() == Digest.SIZE);
    if (size.isEmpty() || root.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new TreeHead(lines.getFirst(), size.get(), new Digest(root.get())));
  }
}
