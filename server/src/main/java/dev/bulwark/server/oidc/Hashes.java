package dev.bulwark.server.oidc;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.util.Base64;

/// SHA-256 as base64url without padding: a nonce and a code challenge on their way (RFC 7636,
/// section 4.2).
final class Hashes {
  private Hashes() {}

  static String base64(String value) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Digest.of(Bytes.utf8(value)).value().toArray());
  }
}
