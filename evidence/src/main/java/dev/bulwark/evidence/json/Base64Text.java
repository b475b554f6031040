package dev.bulwark.evidence.json;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.Arrays;
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
    byte[] bytes;
    try {
      bytes = decoder.decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return hasOneEnding(text, bytes, urlSafe) ? Optional.of(Bytes.of(bytes)) : Optional.empty();
  }

  /// The JDK's decoder passes over trailing bits that mean nothing and over some padding: the last
  /// one or two bytes, encoded again, show them.
  private static boolean hasOneEnding(String text, byte[] bytes, boolean urlSafe) {
    int rest = bytes.length % 3;
    int whole = bytes.length / 3 * 4;
    Base64.Encoder encoder = urlSafe ? Base64.getUrlEncoder() : Base64.getEncoder();
    byte[] last = Arrays.copyOfRange(bytes, bytes.length - rest, bytes.length);
    String found = text.substring(whole);
    return found.equals(encoder.encodeToString(last))
        || found.equals(encoder.withoutPadding().encodeToString(last));
  }
}
