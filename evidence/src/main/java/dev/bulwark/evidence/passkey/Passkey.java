package dev.bulwark.evidence.passkey;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.regex.Pattern;

/// The public half of a passkey, and the site it signs for.
///
/// ```
/// {"algorithm": "ES256"|"EdDSA"|"RS256", "credential": base64, "publicKey": base64, "relyingParty": domain}
/// ```
///
/// @param credential its id, 16 to 1023 bytes (WebAuthn, section 4)
/// @param publicKey a SubjectPublicKeyInfo in DER: on P-256, of Ed25519, or RSA of 2048 to 8192
///   bits
/// @param relyingParty a domain; the passkey signs for it and the domains below it
public record Passkey(
    PasskeyAlgorithm algorithm, Bytes credential, Bytes publicKey, String relyingParty) {
  private static final int SHORTEST_ID = 16;
  private static final int LONGEST_ID = 1023;
  private static final int P256_BITS = 256;
  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 8192;
  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  public Passkey {
    if (credential.size() < SHORTEST_ID || credential.size() > LONGEST_ID) {
      throw malformed("a credential id of 16 to 1023 bytes");
    }
    if (!DOMAIN.matcher(relyingParty).matches()) {
      throw malformed("a domain in lower case as the relying party");
    }
    read(algorithm, publicKey);
  }

  /// @throws EvidenceFault `key-malformed`
  public static Passkey parse(Members passkey) {
    passkey.only("algorithm", "credential", "publicKey", "relyingParty");
    return new Passkey(
        PasskeyAlgorithm.of(passkey.text("algorithm"))
            .orElseThrow(() -> passkey.wrong("algorithm", "ES256, EdDSA or RS256")),
        passkey.base64("credential"),
        passkey.base64("publicKey"),
        passkey.text("relyingParty"));
  }

  public Json.Obj json() {
    return Json.object()
        .put("algorithm", algorithm.word())
        .put("credential", Base64Text.render(credential))
        .put("publicKey", Base64Text.render(publicKey))
        .put("relyingParty", relyingParty)
        .build();
  }

  PublicKey key() {
    return read(algorithm, publicKey);
  }

  private static PublicKey read(PasskeyAlgorithm algorithm, Bytes encoded) {
    try {
      PublicKey key = algorithm.read(encoded);
      boolean strong =
          switch (key) {
            case ECPublicKey ec ->
                ec.getParams().getCurve().getField().getFieldSize() == P256_BITS
                    && ec.getParams().getOrder().bitLength() == P256_BITS;
            case RSAPublicKey rsa ->
                rsa.getModulus().bitLength() >= LEAST_RSA_BITS
                    && rsa.getModulus().bitLength() <= MOST_RSA_BITS;
            default -> true;
          };
      if (strong && Bytes.of(key.getEncoded()).equals(encoded)) {
        return key;
      }
    } catch (GeneralSecurityException e) {
      throw new EvidenceFault(EvidenceFault.KEY_MALFORMED, expected(algorithm), e);
    }
    throw new EvidenceFault(EvidenceFault.KEY_MALFORMED, expected(algorithm));
  }

  private static String expected(PasskeyAlgorithm algorithm) {
    return "expected a passkey's public key of %s in DER, found something else"
        .formatted(algorithm.word());
  }

  private static EvidenceFault malformed(String expected) {
    return new EvidenceFault(
        EvidenceFault.KEY_MALFORMED,
        "expected %s for a passkey, found another".formatted(expected));
  }
}
