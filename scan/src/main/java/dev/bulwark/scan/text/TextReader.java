package dev.bulwark.scan.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads text: UTF-8 to the last byte, and no control characters but tab, line ends and form feed.
///
/// The grammar is so wide that it is a last resort: it is asked when no other format explains the
/// bytes. Memory does not depend on the size.
public final class TextReader implements FormatReader<TextView> {
  private static final int CHUNK = 1 << 16;

  @Override
  public String format() {
    return "text";
  }

  @Override
  public Reading<TextView> read(Source source, Budget budget) {
    if (source.size() == 0) {
      return new Reading.NotMine<>();
    }
    try {
      return isText(source.bytes(), budget)
          ? new Reading.View<>(new TextView(source), List.of())
          : new Reading.NotMine<>();
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  private static boolean isText(MemorySegment bytes, Budget budget) {
    CharsetDecoder utf8 =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.allocate(CHUNK);
    CharBuffer out = CharBuffer.allocate(CHUNK);
    long at = 0;
    while (at < bytes.byteSize()) {
      int count = (int) Math.min(in.remaining(), bytes.byteSize() - at);
      budget.bytes(count);
      MemorySegment.copy(bytes, JAVA_BYTE, at, in.array(), in.position(), count);
      in.position(in.position() + count).flip();
      at += count;
      CoderResult result = utf8.decode(in, out, at == bytes.byteSize());
      if (result.isError() || !isPlain(out.flip())) {
        return false;
      }
      out.clear();
      in.compact();
    }
    return true;
  }

  static boolean isPlain(CharBuffer text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && "\t\n\r\f".indexOf(c) < 0) || c == 0x7f) {
        return false;
      }
    }
    return true;
  }
}
