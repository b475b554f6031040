package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A witness's word on a checkpoint: at this time, this was the largest tree it had seen of the
/// ledger, and every one before was a prefix of it.
///
/// Guarantees: only {@link #verify} makes one (law 3).
public final class Cosignature {
  private final String witness;
  private final Instant at;

  private Cosignature(String witness, Instant at) {
    this.witness = witness;
    this.at = at;
  }

  /// @param note a checkpoint with lines of witnesses below it
  /// @param keys the witness's; every one must have signed
  /// @return empty when one has not, or signs without a time
  public static Optional<Cosignature> verify(Bytes note, List<NoteKey> keys) {
    Optional<SignedNote> signed = SignedNote.parse(note);
    if (signed.isEmpty() || keys.isEmpty()) {
      return Optional.empty();
    }
    long oldest = Long.MAX_VALUE;
    for (NoteKey key : keys) {
      if (key.type() == SignatureType.ED25519
          || signed.get().verdict(key) != SignedNote.Verdict.HOLDS) {
        return Optional.empty();
      }
      for (SignedNote.Line line : signed.get().lines()) {
        if (line.isBy(key)) {
          oldest = Math.min(oldest, NoteKey.time(line.signature()));
        }
      }
    }
    return oldest <= 0 || oldest > Instant.MAX.getEpochSecond()
        ? Optional.empty()
        : Optional.of(new Cosignature(keys.getFirst().name(), Instant.ofEpochSecond(oldest)));
  }

  /// The note with a witness's lines below its own; lines by anybody else are dropped.
  ///
  /// @return empty when what the witness sent does not hold
  public static Optional<Bytes> append(Bytes note, Bytes lines, List<NoteKey> keys) {
    Optional<SignedNote> signed = SignedNote.parse(note);
    Optional<SignedNote> longer = SignedNote.parse(Bytes.concat(note, lines));
    if (signed.isEmpty() || longer.isEmpty()) {
      return Optional.empty();
    }
    List<SignedNote.Line> own = signed.get().lines();
    List<SignedNote.Line> all =
        longer.get().lines().stream()
            .filter(line -> own.contains(line) || keys.stream().anyMatch(line::isBy))
            .toList();
    Bytes cosigned = new SignedNote(signed.get().text(), all).render();
    return verify(cosigned, keys).map(_ -> cosigned);
  }

  public String witness() {
    return witness;
  }

  public Instant at() {
    return at;
  }
}
