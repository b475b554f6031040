package dev.bulwark.evidence.json;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.Base64;
import java.util.Optional;

/// Bytes as base64 text (RFC 4648): written in the standard alphabet with padding, read in the
/// standard or the URL-safe one, padded or not.
///
/// One run of bytes has few texts: both alphabets in one text, white space, wrong padding, and bits
/// that mean nothing are refused.
public final class Base64Text {
  private Base64Text() {}

  public static String render(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toArray());
  }

  /// @return empty when the text is not base64
  public static Optional<Bytes> parse(String text) {
    boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
    Base64.Decoder decoder = urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder();
    Base64.Encoder encoder = urlSafe ? Base64.getUrlEncoder() : Base64.getEncoder();
    byte[] bytes;
    try {
      bytes = decoder.decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    // The JDK's decoder passes over trailing bits and some padding; encoding again does not.
    String canonical = encoder.encodeToString(bytes);
    return text.equals(canonical) || text.equals(withoutPadding(canonical))
        ? Optional.of(Bytes.of(bytes))
        : Optional.empty();
  }

  private static String withoutPadding(String padded) {
    int end = padded.indexOf('=');
    return end < 0 ? padded : padded.substring(0, end);
  }
}
