package dev.bulwark.server.account;

import dev.bulwark.evidence.keys.AesGcm;
import dev.bulwark.kernel.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A person's signing secret, sealed under the text of a token that they made to sign for them: the
/// server, which keeps only the token's digest, cannot open it.
///
/// As text: `nonce.box` in hexadecimal. The account's name is bound to it. The key is HMAC-SHA-256
/// of a fixed label under the token's text, which has 256 random bits.
///
/// @param nonce 12 bytes
public record TokenSecret(Bytes nonce, Bytes box) {
  private static final String LABEL = "bulwark token signing secret v1";

  /// Seals one person's secret under a token that is being made.
  @FunctionalInterface
  public interface Sealing {
    TokenSecret seal(SecretToken token);
  }

  static TokenSecret seal(SecretToken token, String name, Bytes secret, SecureRandom random) {
    Bytes nonce = SealedSecret.some(AesGcm.NONCE_SIZE, random);
    return new TokenSecret(nonce, cipher(token).seal(nonce, Bytes.utf8(name), secret));
  }

  /// @return empty when it is another token, or another account's
  Optional<Bytes> open(SecretToken token, String name) {
    return cipher(token).open(nonce, Bytes.utf8(name), box);
  }

  private static AesGcm cipher(SecretToken token) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Bytes.utf8(token.text()).toArray(), "HmacSHA256"));
      return new AesGcm(Bytes.of(mac.doFinal(Bytes.utf8(LABEL).toArray())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  String text() {
    return nonce.hex() + "." + box.hex();
  }

  /// @return empty for a token that was not made to sign
  static Optional<TokenSecret> parse(String text) {
    int dot = text.indexOf('.');
    return dot < 0
        ? Optional.empty()
        : Optional.of(
            new TokenSecret(
                Bytes.parseHex(text.substring(0, dot)), Bytes.parseHex(text.substring(dot + 1))));
  }

  @Override
  public String toString() {
    return "TokenSecret[hidden]";
  }
}
