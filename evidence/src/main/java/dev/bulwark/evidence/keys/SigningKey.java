package dev.bulwark.evidence.keys;

import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.List;

/// A secret: the private halves of an Ed25519 and an ML-DSA-65 key, which sign together.
///
/// Immutable, may be used from several threads. Shows itself as its id only; the one way out of it
/// is {@link #secret}, for a {@link SecretFile}.
public final class SigningKey {
  private static final JsonReader.Bounds BOUNDS = JsonReader.Bounds.DEFAULT;

  private final VerifyingKey verifyingKey;
  private final PrivateKey ed25519;
  private final PrivateKey mlDsa65;

  private SigningKey(VerifyingKey verifyingKey, PrivateKey ed25519, PrivateKey mlDsa65) {
    this.verifyingKey = verifyingKey;
    this.ed25519 = ed25519;
    this.mlDsa65 = mlDsa65;
  }

  public static SigningKey generate(SecureRandom random) {
    KeyPair ed25519 = Algorithm.ED25519.generate(random);
    KeyPair mlDsa65 = Algorithm.ML_DSA_65.generate(random);
    return new SigningKey(
        VerifyingKey.of(
            Bytes.of(ed25519.getPublic().getEncoded()), Bytes.of(mlDsa65.getPublic().getEncoded())),
        ed25519.getPrivate(),
        mlDsa65.getPrivate());
  }

  public VerifyingKey verifyingKey() {
    return verifyingKey;
  }

  public String id() {
    return verifyingKey.id();
  }

  /// Signs a payload with both algorithms. A signature's `keyid` is the key's id, `#`, and the
  /// algorithm: `sha256:…#ed25519`, `sha256:…#ml-dsa-65`.
  ///
  /// ML-DSA signs hedged (FIPS 204 §3.4), with the JDK's randomness: two envelopes of one statement
  /// differ.
  public Envelope sign(String payloadType, Bytes payload) {
    Bytes pae = Envelope.pae(payloadType, payload);
    return new Envelope(
        payloadType,
        payload,
        List.of(
            new Envelope.Signature(
                hint(id(), Algorithm.ED25519), Algorithm.ED25519.sign(ed25519, pae)),
            new Envelope.Signature(
                hint(id(), Algorithm.ML_DSA_65), Algorithm.ML_DSA_65.sign(mlDsa65, pae))));
  }

  /// The key id that a signature's `keyid` speaks of: what stands before `#`. A hint, not proof.
  public static String keyIdIn(Envelope.Signature signature) {
    String hint = signature.keyId();
    int end = hint.indexOf('#');
    return end < 0 ? hint : hint.substring(0, end);
  }

  static String hint(String keyId, Algorithm algorithm) {
    return keyId + "#" + algorithm.member();
  }

  /// The private halves, `{"ed25519": base64 PKCS#8, "ml-dsa-65": base64 PKCS#8}`. Secret.
  Bytes secret() {
    return Json.object()
        .put(Algorithm.ED25519.member(), encoded(ed25519))
        .put(Algorithm.ML_DSA_65.member(), encoded(mlDsa65))
        .build()
        .canonicalBytes();
  }

  static SigningKey of(VerifyingKey verifyingKey, Bytes secret) {
    Members halves =
        Members.of(EvidenceFault.KEY_FILE_DAMAGED, JsonReader.readObject(secret, BOUNDS));
    return new SigningKey(
        verifyingKey, half(Algorithm.ED25519, halves), half(Algorithm.ML_DSA_65, halves));
  }

  private static PrivateKey half(Algorithm algorithm, Members halves) {
    try {
      return algorithm.privateKey(halves.base64(algorithm.member()));
    } catch (GeneralSecurityException e) {
      // The cause may quote the key: it is left out.
      throw halves.wrong(algorithm.member(), "a PKCS#8 private key");
    }
  }

  private static String encoded(PrivateKey key) {
    return Base64Text.render(Bytes.of(key.getEncoded()));
  }

  /// The id only.
  @Override
  public String toString() {
    return "SigningKey[" + id() + "]";
  }
}
