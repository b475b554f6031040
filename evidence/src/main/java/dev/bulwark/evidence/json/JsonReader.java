package dev.bulwark.evidence.json;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.json.Json;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/// Reads bytes as one JSON value (RFC 8259), refusing whatever two readers could understand
/// differently (RFC 7493, RFC 8785 §3.1).
///
/// Refused: bytes that are not UTF-8 (a byte order mark too), a member named twice, half of a
/// surrogate pair, an integer beyond 2^53 - 1 unless it is the canonical text of a double, a number
/// that is not finite, anything but white space after the value. A number without a fraction reads
/// as {@link Json.Int} however it is written (`1.0`, `1e0`), so that a value and its canonical text
/// read the same.
///
/// Bounds: {@link Bounds}; a number has at most 1,000 characters. Every problem is an {@link
/// EvidenceFault} `json-malformed` or `json-over-limit` with line and column, counted from 1, in
/// UTF-16 units. Holds no state between calls; may be called from several threads.
public final class JsonReader {
  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          // A shared table of names would be state, and a target for chosen collisions.
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
          // Size and depth are bounded here, before Jackson sees a character.
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /// How large and how deep a text may be.
  ///
  /// @param depth arrays and objects within one another, at most 1,000
  public record Bounds(ByteSize size, int depth) {
    /// 16 MiB, 64 deep.
    public static final Bounds DEFAULT = new Bounds(ByteSize.ofMib(16), 64);

    public Bounds {
      if (depth < 1 || depth > 1_000) {
        throw new IllegalArgumentException("expected a depth from 1 to 1,000, found " + depth);
      }
    }
  }

  private final JsonParser parser;
  private final int maxDepth;
  private final boolean hasEscapes;

  private JsonReader(JsonParser parser, int maxDepth, boolean hasEscapes) {
    this.parser = parser;
    this.maxDepth = maxDepth;
    this.hasEscapes = hasEscapes;
  }

  public static Json read(Bytes text) {
    return read(text, Bounds.DEFAULT);
  }

  public static Json read(Bytes text, Bounds bounds) {
    if (text.size() > bounds.size().bytes()) {
      throw new EvidenceFault(
          EvidenceFault.JSON_OVER_LIMIT,
          "expected at most %s of JSON, found %s"
              .formatted(bounds.size(), new ByteSize(text.size())));
    }
    String decoded = decode(text);
    try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), decoded)) {
      return new JsonReader(parser, bounds.depth(), decoded.contains("\\u")).translated();
    }
  }

  /// Reads bytes as one JSON object; another kind of value is `json-malformed`.
  public static Json.Obj readObject(Bytes text, Bounds bounds) {
    if (read(text, bounds) instanceof Json.Obj object) {
      return object;
    }
    throw new EvidenceFault(
        EvidenceFault.JSON_MALFORMED, "expected a JSON object, found another kind of value");
  }

  /// Jackson's own words are left out: they quote the text, which may be secret.
  private Json translated() {
    try {
      return whole();
    } catch (UnexpectedEndOfInputException e) {
      throw here(EvidenceFault.JSON_MALFORMED, "the end of the text too early");
    } catch (StreamConstraintsException e) {
      throw here(EvidenceFault.JSON_OVER_LIMIT, "a number of too many digits");
    } catch (JacksonException e) {
      throw here(EvidenceFault.JSON_MALFORMED, "something else");
    }
  }

  private Json whole() {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw malformed("nothing");
    }
    Json value = value(first, 0);
    if (parser.nextToken() != null) {
      throw malformed("more after the value");
    }
    return value;
  }

  private Json value(JsonToken token, int depth) {
    return switch (token) {
      case START_OBJECT -> object(deeper(depth));
      case START_ARRAY -> array(deeper(depth));
      case VALUE_STRING -> new Json.Text(wellFormed(parser.getString()));
      case VALUE_NUMBER_INT -> integer(parser.getString());
      case VALUE_NUMBER_FLOAT -> number(parser.getString());
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> Json.Null.NULL;
      default -> throw malformed("something else");
    };
  }

  private Json.Obj object(int depth) {
    LinkedHashMap<String, Json> members = new LinkedHashMap<>();
    for (JsonToken token = next(); token != JsonToken.END_OBJECT; token = next()) {
      String name = wellFormed(parser.currentName());
      if (members.containsKey(name)) {
        throw malformed("a member named twice in one object");
      }
      members.put(name, value(next(), depth));
    }
    return new Json.Obj(members);
  }

  private Json.Arr array(int depth) {
    List<Json> items = new ArrayList<>();
    for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
      items.add(value(token, depth));
    }
    return new Json.Arr(items);
  }

  private JsonToken next() {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw malformed("the end of the text too early");
    }
    return token;
  }

  private int deeper(int depth) {
    if (depth == maxDepth) {
      throw atToken(EvidenceFault.JSON_OVER_LIMIT, "values more than " + maxDepth + " deep");
    }
    return depth + 1;
  }

  private Json integer(String digits) {
    if (digits.length() <= 15) {
      return new Json.Int(Long.parseLong(digits));
    }
    double value = Double.parseDouble(digits);
    if (Math.abs(value) <= Json.Int.MAX && Long.toString((long) value).equals(digits)) {
      return new Json.Int((long) value);
    }
    if (!Double.isFinite(value) || !new Json.Real(value).canonical().equals(digits)) {
      throw malformed("an integer that a double cannot carry exactly");
    }
    return new Json.Real(value);
  }

  private Json number(String digits) {
    double value = Double.parseDouble(digits);
    if (!Double.isFinite(value)) {
      throw malformed("a number that is not finite");
    }
    return value == Math.rint(value) && Math.abs(value) <= Json.Int.MAX
        ? new Json.Int((long) value)
        : new Json.Real(value);
  }

  /// UTF-8 has no half pairs; only an escape can write one.
  private String wellFormed(String text) {
    for (int i = 0; hasEscapes && i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw malformed("half of a surrogate pair");
        }
        i++;
      }
    }
    return text;
  }

  private static String decode(Bytes text) {
    String decoded = text.utf8();
    // Whatever is not UTF-8 has become U+FFFD; a text that has one of its own is looked at closely.
    return decoded.indexOf('\ufffd') < 0 ? decoded : decodeStrictly(text);
  }

  private static String decodeStrictly(Bytes text) {
    CharsetDecoder strict =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer out = CharBuffer.allocate(text.size());
    CoderResult result = strict.decode(text.buffer(), out, true);
    String decoded = out.flip().toString();
    if (result.isError()) {
      int line = 1 + (int) decoded.chars().filter(c -> c == '\n').count();
      int column = decoded.length() - decoded.lastIndexOf('\n');
      throw at(EvidenceFault.JSON_MALFORMED, line, column, "bytes that are not UTF-8");
    }
    return decoded;
  }

  private EvidenceFault malformed(String found) {
    return atToken(EvidenceFault.JSON_MALFORMED, found);
  }

  private EvidenceFault atToken(ProblemType type, String found) {
    TokenStreamLocation where = parser.currentTokenLocation();
    return at(type, where.getLineNr(), where.getColumnNr(), found);
  }

  private EvidenceFault here(ProblemType type, String found) {
    TokenStreamLocation where = parser.currentLocation();
    return at(type, where.getLineNr(), where.getColumnNr(), found);
  }

  private static EvidenceFault at(ProblemType type, int line, int column, String found) {
    return new EvidenceFault(
        type, "expected JSON, found %s, at line %d, column %d".formatted(found, line, column));
  }
}
