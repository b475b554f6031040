package dev.bulwark.server.account;

import dev.bulwark.evidence.keys.AesGcm;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.kernel.bytes.Bytes;
import java.security.SecureRandom;
import java.util.Optional;

/// What opens a person's keys, opened itself: held for the length of one request and never shown.
public final class SigningSecret {
  private final Bytes secret;

  SigningSecret(Bytes secret) {
    this.secret = secret;
  }

  /// The passphrase of the person's key files; the caller closes it.
  public Passphrase passphrase() {
    return Passphrase.drawn(secret);
  }

  Bytes bytes() {
    return secret;
  }

  /// Seals it under another key as well, `nonce.box` in hexadecimal.
  ///
  /// @param key 32 bytes, such as an authenticator's
  /// @param bound what it opens for, such as a credential id
  public String seal(Bytes key, Bytes bound, SecureRandom random) {
    Bytes nonce = SealedSecret.some(AesGcm.NONCE_SIZE, random);
    return nonce.hex() + "." + new AesGcm(key).seal(nonce, bound, secret).hex();
  }

  /// @return empty when it is another key, or bound to something else
  public static Optional<SigningSecret> open(String sealed, Bytes key, Bytes bound) {
    String[] parts = sealed.split("\\.", -1);
    return parts.length == 2
        ? new AesGcm(key)
            .open(Bytes.parseHex(parts[0]), bound, Bytes.parseHex(parts[1]))
            .map(SigningSecret::new)
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "SigningSecret[hidden]";
  }
}
