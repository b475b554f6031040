package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// Works out the bytes that a chain of decoders over a constant gives, without Python.
final class Carried {
  private static final int MOST = 1 << 26;
  private static final int CHUNK = 1 << 16;
  private static final int LONGEST_CHAIN = 8;

  private final Source source;
  private final Budget budget;
  private final Literals literals;
  private final Values values;
  private final Calls calls;

  /// Finds what a call's result was made from.
  interface Calls {
    /// The arguments of the call that gave `word`, or {@link Word#ABSENT}.
    long arguments(long word);

    Trait trait(long word);
  }

  Carried(Source source, Budget budget, Literals literals, Values values, Calls calls) {
    this.source = source;
    this.budget = budget;
    this.literals = literals;
    this.values = values;
    this.calls = calls;
  }

  /// The bytes handed to a loader, as a source of its own; empty when they are not constant.
  Optional<Source> inside(long word, String name) {
    if (literals.isCounted(word) && Word.kind(word) != Word.STR) {
      Literals.Span span = literals.span(word);
      return Optional.of(source.inside(name, span.start(), span.length()));
    }
    return bytes(word, 0).map(content -> Source.of(source.place().inside(name), content));
  }

  private Optional<byte[]> bytes(long word, int depth) {
    try {
      if (Word.kind(word) == Word.CALL && depth < LONGEST_CHAIN) {
        return decoded(word, depth);
      }
      if (!literals.isCounted(word)) {
        return Word.isString(Word.kind(word))
            ? Optional.of(latin1(literals.text(word)))
            : Optional.empty();
      }
      Literals.Span span = literals.span(word);
      if (span.length() > MOST) {
        return Optional.empty();
      }
      budget.bytes(span.length());
      byte[] content = literals.copy(span.start(), (int) span.length());
      return Optional.of(
          Word.kind(word) == Word.STR && !PythonText.isAscii(content, content.length)
              ? latin1(Surrogates.decode(content))
              : content);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<byte[]> decoded(long word, int depth) throws IOException {
    long arguments = calls.arguments(word);
    if (arguments == Word.ABSENT || values.length(arguments) == 0) {
      return Optional.empty();
    }
    Optional<byte[]> inner = bytes(values.item(arguments, 0), depth + 1);
    if (inner.isEmpty()) {
      return inner;
    }
    byte[] content = inner.get();
    return Optional.ofNullable(
        switch (calls.trait(word)) {
          case SAME_BYTES -> content;
          case BASE64 -> base64(content);
          case HEX -> hex(content);
          case INFLATE -> read(new InflaterInputStream(new ByteArrayInputStream(content)));
          case GUNZIP -> read(new GZIPInputStream(new ByteArrayInputStream(content)));
          case CODEC -> codec(content, arguments);
          default -> null;
        });
  }

  private byte[] codec(byte[] content, long arguments) throws IOException {
    String encoding =
        values.length(arguments) > 1 && Word.isString(Word.kind(values.item(arguments, 1)))
            ? literals.text(values.item(arguments, 1)).replace("_codec", "")
            : "";
    return switch (encoding) {
      case "hex" -> hex(content);
      case "base64", "base_64" -> base64(content);
      case "zlib", "zip" -> read(new InflaterInputStream(new ByteArrayInputStream(content)));
      default -> content;
    };
  }

  private static byte[] base64(byte[] content) {
    byte[] plain = content.clone();
    for (int i = 0; i < plain.length; i++) {
      plain[i] = plain[i] == '-' ? (byte) '+' : plain[i] == '_' ? (byte) '/' : plain[i];
    }
    return Base64.getMimeDecoder().decode(plain);
  }

  private static byte[] hex(byte[] content) {
    return HexFormat.of()
        .parseHex(new String(content, java.nio.charset.StandardCharsets.ISO_8859_1).strip());
  }

  private static byte[] latin1(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private byte[] read(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    int count = in.read(chunk);
    while (count >= 0 && out.size() <= MOST) {
      budget.bytes(count);
      out.write(chunk, 0, count);
      count = in.read(chunk);
    }
    return out.toByteArray();
  }
}
