package dev.bulwark.evidence.passkey;

import dev.bulwark.kernel.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;

/// How a passkey signs: the three algorithms that authenticators have (RFC 9053, RFC 8812).
public enum PasskeyAlgorithm {
  /// ECDSA on P-256 with SHA-256.
  ES256("ES256", -7, "EC", "SHA256withECDSA"),
  /// Ed25519.
  EDDSA("EdDSA", -8, "Ed25519", "Ed25519"),
  /// RSASSA-PKCS1-v1_5 with SHA-256.
  RS256("RS256", -257, "RSA", "SHA256withRSA");

  private final String word;
  private final long cose;
  private final String family;
  private final String signature;

  PasskeyAlgorithm(String word, long cose, String family, String signature) {
    this.word = word;
    this.cose = cose;
    this.family = family;
    this.signature = signature;
  }

  /// As it stands in evidence.
  public String word() {
    return word;
  }

  /// Its number in the COSE registry.
  public long cose() {
    return cose;
  }

  public static Optional<PasskeyAlgorithm> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
  }

  public static Optional<PasskeyAlgorithm> ofCose(long number) {
    return Arrays.stream(values()).filter(each -> each.cose == number).findFirst();
  }

  PublicKey read(Bytes encoded) throws GeneralSecurityException {
    return KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(encoded.toArray()));
  }

  /// Whether a signature holds; a malformed one does not.
  boolean verify(PublicKey key, Bytes signed, Bytes value) {
    try {
      java.security.Signature verifier = java.security.Signature.getInstance(signature);
      verifier.initVerify(key);
      verifier.update(signed.toArray());
      return verifier.verify(value.toArray());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
