package dev.bulwark.scan.pickle;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads literals back from the source when somebody asks what they say.
final class Literals {
  /// No name this project knows is longer; a longer text is cut here and ends in `…`.
  static final int LONGEST_TEXT = 1024;

  private static final String TOO_LONG = "…";

  private final MemorySegment bytes;
  private final Window window;
  private final List<String> kept = new ArrayList<>();

  /// Where the content of a string of bytes or characters lies.
  record Span(long start, long length) {}

  /// @param window what of the bytes was copied last: literals are mostly asked for when just read
  Literals(MemorySegment bytes, Window window) {
    this.bytes = bytes;
    this.window = window;
  }

  /// Keeps a text whose place does not tell it.
  long keep(String text) {
    kept.add(cut(text));
    return Word.of(Word.TEXT, kept.size() - 1);
  }

  /// The text of a STR or TEXT word.
  String text(long word) {
    if (Word.kind(word) == Word.TEXT) {
      return kept.get((int) Word.payload(word));
    }
    long at = Word.payload(word);
    int op = at(at);
    return switch (op) {
      case Op.PERSID -> {
        byte[] line = line(at + 1);
        yield new String(line, StandardCharsets.ISO_8859_1);
      }
      case Op.UNICODE -> orEmpty(rawLine(at + 1));
      case Op.STRING -> {
        byte[] line = line(at + 1);
        byte[] decoded = PythonText.quotedBytes(line, line.length);
        yield decoded == null ? TOO_LONG : cut(new String(decoded, StandardCharsets.ISO_8859_1));
      }
      default -> {
        Span span = span(word);
        boolean latin1 = op == Op.BINSTRING || op == Op.SHORT_BINSTRING;
        yield decoded(span.start(), span.length(), latin1);
      }
    };
  }

  private @Nullable String rawLine(long start) {
    byte[] line = line(start);
    return PythonText.rawUnicodeEscape(line, line.length);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? TOO_LONG : cut(text);
  }

  /// The content of a STR or BYTES word with a counted length.
  Span span(long word) {
    long at = Word.payload(word);
    int width =
        switch (at(at)) {
          case Op.SHORT_BINUNICODE, Op.SHORT_BINBYTES, Op.SHORT_BINSTRING -> 1;
          case Op.BINUNICODE, Op.BINBYTES, Op.BINSTRING -> 4;
          default -> 8;
        };
    return new Span(at + 1 + width, little(at + 1, width));
  }

  /// Whether {@link #span} can be asked of this word.
  boolean isCounted(long word) {
    int kind = Word.kind(word);
    if (kind != Word.STR && kind != Word.BYTES && kind != Word.BYTEARRAY) {
      return false;
    }
    return switch (at(Word.payload(word))) {
      case Op.SHORT_BINUNICODE, Op.BINUNICODE, Op.BINUNICODE8 -> true;
      case Op.SHORT_BINBYTES, Op.BINBYTES, Op.BINBYTES8, Op.BYTEARRAY8 -> true;
      case Op.SHORT_BINSTRING, Op.BINSTRING -> true;
      default -> false;
    };
  }

  /// UTF-8 (with Python's lone surrogates) or Latin-1 from a place in the source, at most {@link
  /// #LONGEST_TEXT} bytes of it.
  String decoded(long start, long length, boolean latin1) {
    int most = (int) Math.min(length, LONGEST_TEXT);
    byte[] content = copy(start, most);
    String text =
        latin1 ? new String(content, StandardCharsets.ISO_8859_1) : Surrogates.decode(content);
    return most < length ? text + "…" : text;
  }

  /// The value of an INT word that was written in binary; {@link Long#MIN_VALUE} for others.
  long number(long word) {
    long at = Word.payload(word);
    return switch (at(at)) {
      case Op.BININT1 -> at(at + 1);
      case Op.BININT2 -> little(at + 1, 2);
      case Op.BININT -> (int) little(at + 1, 4);
      case Op.LONG1 -> {
        int width = at(at + 1);
        boolean small = width <= 8;
        yield small && (width == 0 || at(at + 1 + width) < 0x80)
            ? little(at + 2, width)
            : Long.MIN_VALUE;
      }
      case Op.INT -> {
        byte[] line = line(at + 1);
        yield PythonNumber.readIndex(line, line.length);
      }
      default -> Long.MIN_VALUE;
    };
  }

  byte[] copy(long start, int length) {
    byte[] content = new byte[length];
    if (window.holds(start) && start + length <= window.base + window.filled) {
      System.arraycopy(window.bytes, (int) (start - window.base), content, 0, length);
      return content;
    }
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, start, content, 0, length);
    return content;
  }

  private byte[] line(long start) {
    long end = start;
    while (at(end) != '\n' && end - start < LONGEST_TEXT) {
      end++;
    }
    return copy(start, (int) (end - start));
  }

  int at(long offset) {
    return window.holds(offset)
        ? window.bytes[(int) (offset - window.base)] & 0xff
        : bytes.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
  }

  private long little(long start, int width) {
    long value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = value << 8 | at(start + i);
    }
    return value;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }
}
