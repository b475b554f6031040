package dev.bulwark.evidence.tlog;

import java.util.Optional;

/// How a note key signs (C2SP signed-note, "Signature types"). Others exist; their lines are passed
/// over.
public enum SignatureType {
  /// Ed25519 over the note's text.
  ED25519(0x01, "Ed25519", "302a300506032b6570032100", 32),
  /// Ed25519 over a time and the note's text (C2SP tlog-cosignature, `cosignature/v1`): a witness.
  ED25519_COSIGNATURE(0x04, "Ed25519", "302a300506032b6570032100", 32),
  /// ML-DSA-44 over the tree head, with a time that may be zero (C2SP tlog-cosignature).
  ML_DSA_44_COSIGNATURE(0x06, "ML-DSA", "30820532300b06096086480165030403110382052100", 1312);

  private final int id;
  private final String algorithm;
  private final String spkiPrefix;
  private final int keyBytes;

  SignatureType(int id, String algorithm, String spkiPrefix, int keyBytes) {
    this.id = id;
    this.algorithm = algorithm;
    this.spkiPrefix = spkiPrefix;
    this.keyBytes = keyBytes;
  }

  static Optional<SignatureType> of(int id) {
    for (SignatureType type : values()) {
      if (type.id == id) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  byte id() {
    return (byte) id;
  }

  /// The JDK's name for it.
  String algorithm() {
    return algorithm;
  }

  /// What stands before the raw key in its X.509 SubjectPublicKeyInfo, in hexadecimal.
  String spkiPrefix() {
    return spkiPrefix;
  }

  int keyBytes() {
    return keyBytes;
  }
}
