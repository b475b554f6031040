package dev.bulwark.inventory.purl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// Percent-encoding as package URLs use it: letters, digits, `.`, `-`, `_`, `~` and `:` stand for
/// themselves, everything else is encoded, in upper-case hexadecimal over UTF-8.
final class PurlText {
  private static final String HEX = "0123456789ABCDEF";

  private PurlText() {}

  static String render(PackageUrl.Parts parts) {
    StringBuilder out = new StringBuilder("pkg:").append(parts.type()).append('/');
    if (parts.namespace() != null) {
      out.append(segments(parts.namespace())).append('/');
    }
    out.append(encode(parts.name()));
    if (parts.version() != null) {
      out.append('@').append(encode(parts.version()));
    }
    String separator = "?";
    for (var qualifier : parts.qualifiers().entrySet()) {
      out.append(separator).append(qualifier.getKey()).append('=');
      out.append(encode(qualifier.getValue()));
      separator = "&";
    }
    if (parts.subpath() != null) {
      out.append('#').append(segments(parts.subpath()));
    }
    return out.toString();
  }

  private static String segments(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(PurlText::encode)
        .collect(Collectors.joining("/"));
  }

  static String encode(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (unreserved(b)) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
      }
    }
    return out.toString();
  }

  private static boolean unreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || ".-_~:".indexOf(b) >= 0;
  }

  /// Decodes; empty when a `%` is not followed by two hexadecimal digits or the bytes are not
  /// UTF-8.
  static Optional<String> decode(String text) {
    if (text.indexOf('%') < 0) {
      return Optional.of(text);
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out.put(in[i]);
        continue;
      }
      int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      out.put((byte) (high << 4 | low));
      i += 2;
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
