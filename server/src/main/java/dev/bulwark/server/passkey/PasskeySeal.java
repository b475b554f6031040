package dev.bulwark.server.passkey;

import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.server.account.SigningSecret;
import java.security.SecureRandom;
import java.util.Optional;

/// The signing secret under a key that only an authenticator computes: the PRF extension (WebAuthn
/// Level 3, section 10.1.4), on the wire `hmac-secret`.
///
/// @param key 32 bytes, from what the authenticator gave
public record PasskeySeal(Bytes key) {
  private static final int PRF = 32;
  private static final Bytes LABEL = Bytes.utf8("bulwark passkey seal v1\n");

  /// @param prf base64url, as the browser sends it; empty when the authenticator has none
  public static Optional<PasskeySeal> of(String prf) {
    return prf.isEmpty()
        ? Optional.empty()
        : Base64Text.parse(prf)
            .filter(bytes -> bytes.size() == PRF)
            .map(bytes -> new PasskeySeal(Digest.of(Bytes.concat(LABEL, bytes)).value()));
  }

  public String seal(SigningSecret secret, String account, Bytes credential, SecureRandom random) {
    return secret.seal(key, bound(account, credential), random);
  }

  /// @return empty when the passkey seals nothing, or this is another's key
  public Optional<SigningSecret> open(StoredPasskey passkey) {
    return SigningSecret.open(
        passkey.sealed(), key, bound(passkey.account(), passkey.key().credential()));
  }

  private static Bytes bound(String account, Bytes credential) {
    return Bytes.concat(Bytes.utf8(account + "\n"), credential);
  }

  @Override
  public String toString() {
    return "PasskeySeal[hidden]";
  }
}
