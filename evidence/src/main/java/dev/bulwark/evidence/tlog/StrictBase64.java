package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.Base64;
import java.util.Optional;

/// Standard Base64 (RFC 4648 §4) with exactly one spelling: the JDK's decoder also takes missing
/// padding and stray low bits, which would let a signed line change unseen.
final class StrictBase64 {
  private StrictBase64() {}

  static Optional<Bytes> decode(String text) {
    try {
      byte[] decoded = Base64.getDecoder().decode(text);
      return encode(Bytes.of(decoded)).equals(text)
          ? Optional.of(Bytes.of(decoded))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static String encode(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toArray());
  }
}
