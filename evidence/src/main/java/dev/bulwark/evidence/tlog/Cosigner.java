package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import java.time.Instant;
import java.util.List;

/// A witness's name and keys: what it says of a ledger it says with both (C2SP tlog-cosignature).
///
/// Thread-safe.
public final class Cosigner {
  private final List<NoteSigner> signers;

  /// @param name such as `witness.example.com/w1`
  public Cosigner(String name, LedgerKeys keys) {
    this.signers =
        List.of(
            new NoteSigner(name, SignatureType.ED25519_COSIGNATURE, keys.ed25519()),
            new NoteSigner(name, SignatureType.ML_DSA_44_COSIGNATURE, keys.mlDsa44()));
  }

  /// What others need to check it: one vkey a line.
  public String vkeys() {
    StringBuilder text = new StringBuilder();
    signers.forEach(signer -> text.append(signer.key().vkey()).append('\n'));
    return text.toString();
  }

  /// The lines it adds to a note.
  Bytes lines(TreeHead head, Instant at) {
    StringBuilder text = new StringBuilder();
    signers.forEach(signer -> text.append(signer.sign(head, at.getEpochSecond()).render()));
    return Bytes.utf8(text.toString());
  }
}
