package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The key of a transparency log, from a trusted root.
///
/// @param id what log entries name the log by
/// @param info SubjectPublicKeyInfo
/// @param details Sigstore's name of the key's kind
record LogKey(Bytes id, Bytes info, String details, Window window) {
  private static final Map<String, String> KEYS =
      Map.of("PKIX_ECDSA_P256_SHA_256", "EC", "PKIX_ED25519", "Ed25519");
  private static final Map<String, String> SIGNATURES =
      Map.of("PKIX_ECDSA_P256_SHA_256", "SHA256withECDSA", "PKIX_ED25519", "Ed25519");

  /// From a moment to a moment, both included.
  ///
  /// @param end empty while the key is in use
  record Window(Instant start, Optional<Instant> end) {
    boolean holds(Instant time) {
      return !time.isBefore(start) && !end.filter(time::isAfter).isPresent();
    }
  }

  /// Whether the signature holds; never for a kind of key that is not known here.
  boolean verify(Bytes message, Bytes signature) {
    String kind = KEYS.get(details);
    String algorithm = SIGNATURES.get(details);
    if (kind == null || algorithm == null) {
      return false;
    }
    try {
      PublicKey key =
          KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(info.toArray()));
      Signature engine = Signature.getInstance(algorithm);
      engine.initVerify(key);
      engine.update(message.buffer());
      return engine.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      // The JDK throws for signatures of the wrong form: they do not hold.
      return false;
    }
  }
}
