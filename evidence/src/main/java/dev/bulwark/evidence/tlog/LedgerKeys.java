package dev.bulwark.evidence.tlog;

import java.security.KeyPair;
import java.util.List;

/// The two key pairs a ledger signs its checkpoints with: Ed25519, which every C2SP reader knows,
/// and ML-DSA-44, so that a checkpoint outlives quantum doubts. Both must hold.
///
/// @param ed25519 as `KeyPairGenerator.getInstance("Ed25519")` makes it
/// @param mlDsa44 as `KeyPairGenerator.getInstance("ML-DSA-44")` makes it
public record LedgerKeys(KeyPair ed25519, KeyPair mlDsa44) {

  /// @throws IllegalArgumentException when a pair is of another algorithm
  public LedgerVerifier verifier(String origin) {
    return new LedgerVerifier(origin, signers(origin).stream().map(NoteSigner::key).toList());
  }

  List<NoteSigner> signers(String origin) {
    return List.of(
        new NoteSigner(origin, SignatureType.ED25519, ed25519),
        new NoteSigner(origin, SignatureType.ML_DSA_44_COSIGNATURE, mlDsa44));
  }

  /// Names no key material (law 12).
  @Override
  public String toString() {
    return "LedgerKeys";
  }
}
