package dev.bulwark.scan.msgpack;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.msgpack.MsgpackView.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// The inside of Flax's extensions 1 and 3: an array's shape, its type by NumPy's name, its bytes.
final class FlaxArray {
  private static final int MAX_NAME = 64;
  private static final int MAX_RANK = 64;

  /// Bytes of an element, by the name Flax writes.
  private static final Map<String, Integer> SIZES =
      Map.ofEntries(
          Map.entry("bool", 1),
          Map.entry("int8", 1),
          Map.entry("uint8", 1),
          Map.entry("int16", 2),
          Map.entry("uint16", 2),
          Map.entry("int32", 4),
          Map.entry("uint32", 4),
          Map.entry("int64", 8),
          Map.entry("uint64", 8),
          Map.entry("float16", 2),
          Map.entry("bfloat16", 2),
          Map.entry("float32", 4),
          Map.entry("float64", 8),
          Map.entry("float128", 16),
          Map.entry("complex64", 8),
          Map.entry("complex128", 16),
          Map.entry("float8_e4m3fn", 1),
          Map.entry("float8_e5m2", 1),
          Map.entry("float8_e4m3b11fnuz", 1),
          Map.entry("int4", 1),
          Map.entry("uint4", 1));

  private FlaxArray() {}

  /// What is odd about an array; empty when nothing is.
  static Optional<MsgpackView.Oddity> judge(Source source, Token extension) throws Broken {
    long end = extension.end();
    Token whole = Token.read(source, extension.body(), end);
    if (whole.kind() != Token.Kind.ARRAY || whole.count() != 3) {
      throw new Broken(extension.at(), "expected an array's shape, type and bytes");
    }
    Token shape = Token.read(source, whole.body(), end);
    if (shape.kind() != Token.Kind.ARRAY || shape.count() > MAX_RANK) {
      throw new Broken(shape.at(), "expected the shape of an array");
    }
    long elements = 1;
    long at = shape.body();
    for (long i = 0; i < shape.count(); i++) {
      Token dimension = Token.read(source, at, end);
      if (dimension.kind() != Token.Kind.PLAIN || dimension.number() < 0) {
        throw new Broken(at, "expected the length of a dimension");
      }
      elements = product(elements, dimension.number());
      at = dimension.end();
    }
    Token type = Token.read(source, at, end);
    String name = text(source, type);
    Token content = Token.read(source, type.end(), end);
    boolean fits = content.kind() == Token.Kind.BYTES || content.kind() == Token.Kind.TEXT;
    if (!fits || content.end() != end) {
      throw new Broken(content.at(), "expected the bytes of an array, and nothing behind them");
    }
    return judge(extension.at(), name, elements, content.count());
  }

  private static Optional<MsgpackView.Oddity> judge(
      long at, String name, long elements, long found) {
    if (name.equals("object") || name.startsWith("|O") || name.equals("O")) {
      return odd(Kind.OBJECTS, at, "An array of Python objects stands here");
    }
    Integer size = SIZES.get(name);
    if (size == null) {
      return odd(Kind.ARRAY, at, "The type of an array is not one that Flax writes");
    }
    long wanted = product(elements, size);
    return wanted == found
        ? Optional.empty()
        : odd(
            Kind.ARRAY,
            at,
            "The shape of an array asks for %s bytes, there are %d"
                .formatted(wanted == Long.MAX_VALUE ? "2^63 or more" : wanted, found));
  }

  private static Optional<MsgpackView.Oddity> odd(Kind kind, long at, String what) {
    return Optional.of(new MsgpackView.Oddity(kind, at, what));
  }

  private static long product(long a, long b) {
    return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
  }

  private static String text(Source source, Token token) throws Broken {
    boolean named = token.kind() == Token.Kind.TEXT || token.kind() == Token.Kind.BYTES;
    if (!named || token.count() > MAX_NAME) {
      throw new Broken(token.at(), "expected the name of an array's type");
    }
    return new String(
        source.bytes().asSlice(token.body(), token.count()).toArray(JAVA_BYTE),
        StandardCharsets.UTF_8);
  }
}
