package dev.bulwark.server.hook;

import dev.bulwark.kernel.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a hook's messages are signed with, known to the receiver as well.
///
/// @param bytes 32 random ones
public record HookSecret(Bytes bytes) {
  private static final String PREFIX = "whsec_";
  private static final String HMAC = "HmacSHA256";
  private static final int SIZE = 32;

  static HookSecret make(SecureRandom random) {
    byte[] bytes = new byte[SIZE];
    random.nextBytes(bytes);
    return new HookSecret(Bytes.of(bytes));
  }

  /// As it is shown, once: `whsec_` and base64.
  public String text() {
    return PREFIX + Base64.getEncoder().encodeToString(bytes.toArray());
  }

  /// One signature of the header `webhook-signature`: HMAC-SHA256 over `id.timestamp.body`.
  ///
  /// @param seconds since 1970, of the attempt
  String sign(String id, long seconds, Bytes body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(bytes.toArray(), HMAC));
      mac.update(Bytes.utf8(id + "." + seconds + ".").toArray());
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body.toArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  @Override
  public String toString() {
    return "HookSecret[hidden]";
  }
}
