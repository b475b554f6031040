package dev.bulwark.govern.yaml;

import dev.bulwark.kernel.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Strict decoding: a malformed byte is found, not replaced.
sealed interface Utf8 {

  /// @param value without a byte order mark
  record Text(String value) implements Utf8 {}

  record Malformed(Yaml.Mark at, String found) implements Utf8 {}

  static Utf8 decode(Bytes bytes) {
    ByteBuffer in = bytes.buffer();
    CharBuffer out = CharBuffer.allocate(bytes.size() + 1);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      int bad = bytes.at(in.position()) & 0xff;
      return new Malformed(
          markAt(text, text.codePointCount(0, text.length())), "the byte 0x%02x".formatted(bad));
    }
    return new Text(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  /// The line and column of the code point with this index.
  static Yaml.Mark markAt(String text, int codePoint) {
    int line = 1;
    int column = 1;
    int index = 0;
    for (int i = 0; i < text.length() && index < codePoint; index++) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new Yaml.Mark(line, column);
  }
}
