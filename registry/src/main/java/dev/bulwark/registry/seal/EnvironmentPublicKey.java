package dev.bulwark.registry.seal;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// The public half of an environment's key: what a version's data key is sealed to.
///
/// Two public keys that only together receive: X25519 and ML-KEM-768. Its id is `sha256:` over
/// `"bulwark environment key v1\n"` and both SubjectPublicKeyInfo (DER). Immutable, may be used
/// from several threads.
public final class EnvironmentPublicKey {
  private static final Bytes ID_LABEL = Bytes.utf8("bulwark environment key v1\n");

  private final Bytes x25519;
  private final Bytes mlKem768;
  private final Digest digest;

  private EnvironmentPublicKey(Bytes x25519, Bytes mlKem768) {
    this.x25519 = requirePart(KemAlgorithm.X25519, x25519);
    this.mlKem768 = requirePart(KemAlgorithm.ML_KEM_768, mlKem768);
    this.digest = Digest.of(Bytes.concat(ID_LABEL, x25519, mlKem768));
  }

  /// Makes a key of its parts, each a SubjectPublicKeyInfo in DER.
  ///
  /// @throws SealFault `environment-key-malformed` when a part is not a public key of its algorithm
  public static EnvironmentPublicKey of(Bytes x25519, Bytes mlKem768) {
    return new EnvironmentPublicKey(x25519, mlKem768);
  }

  /// Parses `{"ml-kem-768": base64, "x25519": base64}` and nothing else.
  ///
  /// @throws SealFault `environment-key-malformed`
  public static EnvironmentPublicKey parse(Json json) {
    try {
      Members parts = Members.of(SealFault.ENVIRONMENT_KEY_MALFORMED, json);
      parts.only(KemAlgorithm.X25519.member(), KemAlgorithm.ML_KEM_768.member());
      return of(
          parts.base64(KemAlgorithm.X25519.member()),
          parts.base64(KemAlgorithm.ML_KEM_768.member()));
    } catch (EvidenceFault e) {
      throw new SealFault(SealFault.ENVIRONMENT_KEY_MALFORMED, e.getMessage(), e);
    }
  }

  public Json.Obj json() {
    return Json.object()
        .put(KemAlgorithm.X25519.member(), Base64Text.render(x25519))
        .put(KemAlgorithm.ML_KEM_768.member(), Base64Text.render(mlKem768))
        .build();
  }

  /// `sha256:` and 64 hexadecimal digits.
  public String id() {
    return digest.toString();
  }

  /// The id as a digest.
  public Digest digest() {
    return digest;
  }

  KemAlgorithm.Encapsulated encapsulate(KemAlgorithm algorithm, SecureRandom random) {
    Bytes part =
        switch (algorithm) {
          case X25519 -> x25519;
          case ML_KEM_768 -> mlKem768;
        };
    try {
      return algorithm.encapsulate(algorithm.publicKey(part), random);
    } catch (GeneralSecurityException e) {
      throw malformed(algorithm, "one no secret can be agreed on with", e);
    }
  }

  private static Bytes requirePart(KemAlgorithm algorithm, Bytes encoded) {
    if (!algorithm.isPublicKey(encoded)) {
      throw malformed(algorithm, encoded.size() + " other bytes", null);
    }
    try {
      PublicKey key = algorithm.publicKey(encoded);
      return Bytes.of(key.getEncoded());
    } catch (GeneralSecurityException e) {
      throw malformed(algorithm, "one that is not valid", e);
    }
  }

  private static SealFault malformed(
      KemAlgorithm algorithm, String found, @Nullable GeneralSecurityException cause) {
    return new SealFault(
        SealFault.ENVIRONMENT_KEY_MALFORMED,
        "expected the %s public key as SubjectPublicKeyInfo, found %s; take the key again from where the environment was made"
            .formatted(algorithm.member(), found),
        cause);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EnvironmentPublicKey that && digest.equals(that.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "EnvironmentPublicKey[" + id() + "]";
  }
}
