package dev.bulwark.scan.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.unpack.Spool;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads text in UTF-16 or UTF-32 and hands it on in UTF-8, under its own name: what it says is for
/// the readers of its language.
///
/// Such text begins with a byte order mark, or its first two characters are ASCII, by which readers
/// of JSON tell it (RFC 4627 §3). Memory does not depend on the size.
public final class WideTextReader implements FormatReader<WideTextView> {
  private static final int CHUNK = 1 << 16;

  /// Endings of text that loaders read in any of these encodings.
  public static String[] endings() {
    return new String[] {
      "txt", "md", "csv", "tsv", "toml", "yaml", "yml", "cff", "json", "jsonl", "ipynb"
    };
  }

  @Override
  public String format() {
    return "wide text";
  }

  @Override
  public Reading<WideTextView> read(Source source, Budget budget) {
    Optional<Encoding> encoding = Encoding.of(source);
    if (encoding.isEmpty()) {
      return new Reading.NotMine<>();
    }
    try (Spool spool = new Spool(budget)) {
      return transcode(source, encoding.get(), budget, spool)
          ? view(source, encoding.get(), spool.seal())
          : new Reading.NotMine<>();
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  private static Reading<WideTextView> view(Source source, Encoding encoding, MemorySegment utf8) {
    String path = source.place().path().getLast();
    Source inside =
        new Source(source.place().inside(path.substring(path.lastIndexOf('/') + 1)), utf8);
    return new Reading.View<>(new WideTextView(source.place(), encoding), List.of(inside));
  }

  /// @return whether the bytes are text to their end
  private static boolean transcode(Source source, Encoding encoding, Budget budget, Spool spool) {
    CharsetDecoder decoder =
        encoding
            .charset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.allocate(CHUNK);
    CharBuffer out = CharBuffer.allocate(CHUNK);
    long at = encoding.mark(source);
    long size = source.size();
    while (at < size) {
      int count = (int) Math.min(in.remaining(), size - at);
      budget.bytes(count);
      MemorySegment.copy(source.bytes(), JAVA_BYTE, at, in.array(), in.position(), count);
      in.position(in.position() + count).flip();
      at += count;
      CoderResult result = decoder.decode(in, out, at == size);
      if (result.isError() || !TextReader.isPlain(out.flip())) {
        return false;
      }
      byte[] utf8 = out.toString().getBytes(StandardCharsets.UTF_8);
      spool.write(utf8, 0, utf8.length);
      out.clear();
      in.compact();
    }
    return spool.position() > 0;
  }
}
