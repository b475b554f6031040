package dev.bulwark.govern.manifest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// The name of a file as text, whatever the process's locale. File systems hold bytes; Java decodes
/// them by the locale and loses what does not fit.
final class FileName {
  private FileName() {}

  /// The name in UTF-8; empty when its bytes are no UTF-8.
  static Optional<String> of(Path path) {
    String shown = String.valueOf(path.getFileName());
    if (shown.chars().allMatch(c -> c < 0x80)) {
      return Optional.of(shown);
    }
    byte[] raw = raw(path);
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /// The name with every byte outside printable ASCII written as `%NN`.
  static String escaped(Path path) {
    String uri = path.toUri().getRawPath();
    String trimmed = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  /// A file's URI holds its bytes, percent-encoded, without a detour through the locale.
  private static byte[] raw(Path path) {
    String escaped = escaped(path);
    byte[] bytes = new byte[escaped.length()];
    int size = 0;
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '%') {
        bytes[size++] = (byte) Integer.parseInt(escaped.substring(i + 1, i + 3), 16);
        i += 2;
      } else {
        bytes[size++] = (byte) c;
      }
    }
    return java.util.Arrays.copyOf(bytes, size);
  }
}
