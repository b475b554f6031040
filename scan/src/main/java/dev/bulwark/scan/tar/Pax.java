package dev.bulwark.scan.tar;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Records of a pax header: `length key=value\n`, the length counting itself.
final class Pax {
  private Pax() {}

  /// The records; empty when they break their grammar.
  static Optional<Map<String, String>> parse(byte[] bytes) {
    Map<String, String> records = new HashMap<>();
    int at = 0;
    while (at < bytes.length) {
      if (bytes[at] == 0) {
        return Optional.of(records);
      }
      int space = at;
      int length = 0;
      while (space < bytes.length && Character.isDigit(bytes[space]) && length < 1 << 24) {
        length = length * 10 + bytes[space++] - '0';
      }
      int end = at + length;
      if (space == at
          || space >= bytes.length
          || bytes[space] != ' '
          || end > bytes.length
          || end <= space + 1
          || bytes[end - 1] != '\n') {
        return Optional.empty();
      }
      String key = key(bytes, space + 1, end - 1);
      int valueAt = space + 2 + key.getBytes(StandardCharsets.ISO_8859_1).length;
      if (valueAt > end - 1) {
        return Optional.empty();
      }
      records.put(key, Header.text(ByteBuffer.wrap(bytes, valueAt, end - 1 - valueAt)));
      at = end;
    }
    return Optional.of(records);
  }

  private static String key(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && bytes[end] != '=') {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
  }
}
