package dev.bulwark.evidence.keys;

import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;

/// The public half of a key: an Ed25519 and an ML-DSA-65 public key that answer for each other.
///
/// Its id is `sha256:` over `"bulwark key v1\n"`, the Ed25519 and the ML-DSA-65
/// SubjectPublicKeyInfo (DER): a key cannot be renamed, and half of it cannot be exchanged.
/// Immutable, may be used from several threads.
public final class VerifyingKey {
  private static final Bytes ID_LABEL = Bytes.utf8("bulwark key v1\n");

  private final Bytes ed25519;
  private final Bytes mlDsa65;
  private final Digest digest;

  private VerifyingKey(Bytes ed25519, Bytes mlDsa65) {
    this.ed25519 = requirePart(Algorithm.ED25519, ed25519);
    this.mlDsa65 = requirePart(Algorithm.ML_DSA_65, mlDsa65);
    this.digest = Digest.of(Bytes.concat(ID_LABEL, ed25519, mlDsa65));
  }

  /// Makes a key of its parts, each a SubjectPublicKeyInfo in DER.
  ///
  /// @throws EvidenceFault `key-malformed` when a part is not a public key of its algorithm
  public static VerifyingKey of(Bytes ed25519, Bytes mlDsa65) {
    return new VerifyingKey(ed25519, mlDsa65);
  }

  /// Parses `{"ed25519": base64, "ml-dsa-65": base64}`.
  public static VerifyingKey parse(Members parts) {
    parts.only(Algorithm.ED25519.member(), Algorithm.ML_DSA_65.member());
    return of(parts.base64(Algorithm.ED25519.member()), parts.base64(Algorithm.ML_DSA_65.member()));
  }

  public Json.Obj json() {
    return Json.object()
        .put(Algorithm.ED25519.member(), Base64Text.render(ed25519))
        .put(Algorithm.ML_DSA_65.member(), Base64Text.render(mlDsa65))
        .build();
  }

  /// `sha256:` and 64 hexadecimal digits.
  public String id() {
    return digest.toString();
  }

  /// The id as a digest: what a statement about this key has as its subject.
  public Digest digest() {
    return digest;
  }

  /// The Ed25519 half as a PEM file, for verifiers that know nothing newer.
  public String ed25519Pem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64Text.render(ed25519)
        + "\n-----END PUBLIC KEY-----\n";
  }

  /// Which of this key's two signatures the envelope carries and which of them hold.
  ///
  /// @param ed25519 an Ed25519 signature of this key over the envelope is there
  /// @param mlDsa65 an ML-DSA-65 signature of this key over the envelope is there
  public record Held(boolean ed25519, boolean mlDsa65) {

    /// Only then the envelope counts as signed.
    public boolean both() {
      return ed25519 && mlDsa65;
    }
  }

  /// Verifies the envelope's signatures under this key.
  public Held verify(Envelope envelope) {
    Bytes pae = envelope.pae();
    return new Held(
        holds(Algorithm.ED25519, ed25519, envelope, pae),
        holds(Algorithm.ML_DSA_65, mlDsa65, envelope, pae));
  }

  private boolean holds(Algorithm algorithm, Bytes key, Envelope envelope, Bytes pae) {
    String hint = SigningKey.hint(id(), algorithm);
    return envelope.signatures().stream()
        .filter(signature -> signature.keyId().equals(hint))
        .anyMatch(signature -> algorithm.verify(key, pae, signature.value()));
  }

  private static Bytes requirePart(Algorithm algorithm, Bytes encoded) {
    if (algorithm.isPublicKey(encoded)) {
      return encoded;
    }
    throw new EvidenceFault(
        EvidenceFault.KEY_MALFORMED,
        "expected the %s public key as SubjectPublicKeyInfo, found %d other bytes; export it again with its own tool"
            .formatted(algorithm.member(), encoded.size()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifyingKey that && digest.equals(that.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "VerifyingKey[" + id() + "]";
  }
}
