package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.List;
import java.util.Optional;

/// A tree head whose signatures hold: whoever has it can prove what the ledger was then. Remember
/// one, and a roll-back shows.
///
/// Guarantees: only {@link #verify} and the ledger that signs make one (law 3).
public final class Checkpoint {
  private final TreeHead head;
  private final Bytes note;

  private Checkpoint(TreeHead head, Bytes note) {
    this.head = head;
    this.note = note;
  }

  /// What became of checking a note that claims to be a checkpoint.
  public sealed interface Verification {
    record Verified(Checkpoint checkpoint) implements Verification {}

    /// @param expected what a checkpoint of this ledger has
    /// @param found what this note has instead
    record Refused(String expected, String found) implements Verification {}
  }

  /// Verifies untrusted bytes: form, origin, and a signature by every key of the verifier. Lines by
  /// others, such as witnesses, are passed over.
  public static Verification verify(Bytes note, LedgerVerifier verifier) {
    Optional<SignedNote> signed = SignedNote.parse(note);
    if (signed.isEmpty()) {
      return new Verification.Refused("a signed note", "bytes of another form");
    }
    Optional<TreeHead> head = TreeHead.parse(signed.get().text());
    if (head.isEmpty()) {
      return new Verification.Refused("three lines: origin, size, root", "another text");
    }
    if (!head.get().origin().equals(verifier.origin())) {
      return new Verification.Refused(
          "the origin " + verifier.origin(), "the origin " + head.get().origin());
    }
    for (NoteKey key : verifier.keys()) {
      SignedNote.Verdict verdict = signed.get().verdict(key);
      if (verdict != SignedNote.Verdict.HOLDS) {
        return refused(key, verdict);
      }
    }
    return new Verification.Verified(new Checkpoint(head.get(), note));
  }

  private static Verification refused(NoteKey key, SignedNote.Verdict verdict) {
    String found =
        verdict == SignedNote.Verdict.ABSENT
            ? "no line by it"
            : "a line by it that does not hold for this text";
    return new Verification.Refused(
        "a " + key.type() + " signature by the key " + key.name() + "+" + key.keyId().hex(), found);
  }

  static Checkpoint sign(TreeHead head, List<NoteSigner> signers) {
    List<SignedNote.Line> lines = signers.stream().map(signer -> signer.sign(head)).toList();
    return new Checkpoint(head, new SignedNote(head.text(), lines).render());
  }

  public TreeHead head() {
    return head;
  }

  public String origin() {
    return head.origin();
  }

  public long size() {
    return head.size();
  }

  /// The signed note, byte for byte as it was verified.
  public Bytes note() {
    return note;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Checkpoint that && note.equals(that.note);
  }

  @Override
  public int hashCode() {
    return note.hashCode();
  }

  @Override
  public String toString() {
    return "Checkpoint[" + origin() + " " + size() + " " + head.root() + "]";
  }
}
