package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/// A public key on P-256, P-384 or P-521.
public final class PublicKeyEc {
  private static final String LABEL = "PUBLIC KEY";

  private final ECPublicKey key;
  private final Curve curve;

  private PublicKeyEc(ECPublicKey key, Curve curve) {
    this.key = key;
    this.curve = curve;
  }

  /// Parses PEM, with or without text around it, or DER (SubjectPublicKeyInfo).
  ///
  /// @throws SigningFault `signing-key-unusable`
  public static PublicKeyEc parse(Bytes file) {
    List<Pem> blocks = Pem.parse(file.utf8()).orElse(List.of());
    Optional<Pem> block =
        blocks.stream().filter(candidate -> candidate.label().equals(LABEL)).findFirst();
    if (block.isEmpty() && !blocks.isEmpty()) {
      throw unusable("a PEM block " + blocks.getFirst().label());
    }
    return ofInfo(block.map(Pem::content).orElse(file))
        .orElseThrow(() -> unusable("another kind of file or key"));
  }

  private static SigningFault unusable(String found) {
    return new SigningFault(
        SigningFault.KEY_UNUSABLE,
        "expected a public key on P-256, P-384 or P-521 in PEM (BEGIN PUBLIC KEY) or DER, found %s"
            .formatted(found));
  }

  /// A SubjectPublicKeyInfo; empty when it is none or another kind of key.
  static Optional<PublicKeyEc> ofInfo(Bytes der) {
    try {
      return of(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der.toArray())));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  static Optional<PublicKeyEc> of(PublicKey key) {
    return key instanceof ECPublicKey ec
        ? Curve.of(ec).map(curve -> new PublicKeyEc(ec, curve))
        : Optional.empty();
  }

  Curve curve() {
    return curve;
  }

  Bytes info() {
    return Bytes.of(key.getEncoded());
  }

  /// The key as OpenSSL writes it.
  public String pem() {
    return Pem.render(LABEL, info());
  }

  /// What a bundle names the key by: hexadecimal SHA-256 of the PEM text.
  public String hint() {
    return Digest.of(Bytes.utf8(pem())).hex();
  }

  boolean verify(Bytes message, Bytes signature) {
    try {
      Signature verifier = Signature.getInstance(curve.signature());
      verifier.initVerify(key);
      verifier.update(message.buffer());
      return verifier.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      // A signature that is not DER, or a point that is not on the curve.
      return false;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKeyEc that && info().equals(that.info());
  }

  @Override
  public int hashCode() {
    return info().hashCode();
  }

  @Override
  public String toString() {
    return "key sha256:" + hint();
  }
}
