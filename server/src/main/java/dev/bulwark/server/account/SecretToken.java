package dev.bulwark.server.account;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.security.SecureRandom;
import java.util.Base64;

/// A random value that is a proof to whoever holds it: a session, a link, a program's token.
///
/// 256 bits, so its digest can be stored without salt; the value itself is stored nowhere.
///
/// @param text base64url, 43 characters, after an optional prefix that tells what it is
public record SecretToken(String text) {
  private static final int BYTES = 32;

  public static SecretToken make(String prefix, SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new SecretToken(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /// What stands in the table.
  public String digest() {
    return Digest.of(Bytes.utf8(text)).hex();
  }

  @Override
  public String toString() {
    return "SecretToken[hidden]";
  }
}
