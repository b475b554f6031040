package dev.bulwark.evidence.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  private static Json read(String text) {
    return JsonReader.read(Bytes.utf8(text));
  }

  private static EvidenceFault fault(String text) {
    return catchThrowableOfType(EvidenceFault.class, () -> read(text));
  }

  @Test
  void everyKindOfValueIsRead() {
    Json.Obj expected =
        Json.object()
            .put("null", Json.Null.NULL)
            .put("yes", true)
            .put("count", 42)
            .put("ratio", new Json.Real(0.25))
            .put("text", "a\u00e9\ud83d\ude00\n")
            .put("list", Json.array(List.of(Json.of(1), Json.of("two"))))
            .build();
    assertThat(
            read(
                """
                {"null": null, "yes": true, "count": 42, "ratio": 2.5e-1,
                 "text": "a\\u00e9\\ud83d\\ude00\\n", "list": [1, "two"]}
                """))
        .isEqualTo(expected);
  }

  @Test
  void objectsKeepTheirOrder() {
    assertThat(((Json.Obj) read("{\"b\":1,\"a\":2}")).members().keySet()).containsExactly("b", "a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1, \"a\":1}      | 1 | 9",
        "{\"a\":{\"b\":1,\"b\":2}} | 1 | 13",
        "{\"a\":1,\"\\u0061\":2} | 1 | 8",
      })
  void aMemberNamedTwiceIsRefusedWithItsPlace(String text, int line, int column) {
    EvidenceFault fault = fault(text.strip());
    assertThat(fault.type()).isEqualTo(EvidenceFault.JSON_MALFORMED);
    assertThat(fault)
        .hasMessageContaining("a member named twice")
        .hasMessageContaining("line " + line + ", column " + column);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{'a':1}",
        "nul",
        "NaN",
        "Infinity",
        "+1",
        "01",
        "1.",
        ".5",
        "1e",
        "0x1",
        "\"a",
        "\"\t\"",
        "\"\\x\"",
        "// c\n1",
        "1 2",
        "{} {}",
        "1,",
        "\ufeff{}",
        "\"\\ud800\"",
        "\"\\udc00x\"",
        "\"\\ude00\\ud83d\"",
        "{\"\\ud800\":1}",
        "1e400",
        "-1e400",
        "9007199254740993",
        "-9007199254740993",
        "123456789012345678901",
      })
  void whatIsNotOneClearJsonValueIsRefused(String text) {
    assertThat(fault(text).type()).isEqualTo(EvidenceFault.JSON_MALFORMED);
  }

  @Test
  void theMessageNamesThePlaceAndQuotesNothing() {
    assertThat(fault("{\"a\": 1,\n  \"b\": hunter2}"))
        .hasMessageContaining("line 2")
        .message()
        .doesNotContain("hunter2");
    assertThat(fault("{\"hunter2\":1,\"hunter2\":2}")).message().doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({"1.0,1", "1e3,1000", "-0,0", "-0.0,0", "0e9,0", "9007199254740991,9007199254740991"})
  void aNumberWithoutAFractionIsAnIntegerHoweverItIsWritten(String text, long value) {
    assertThat(read(text)).isEqualTo(new Json.Int(value));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e20, 1e21, 1.2345678901234567e20, -9007199254740992d, 5e-324, 1.7e308})
  void aDoubleReadsBackFromItsCanonicalText(double value) {
    assertThat(read(Json.array(List.of(new Json.Real(value))).canonical()))
        .isEqualTo(Json.array(List.of(new Json.Real(value))));
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedWithTheirPlace() {
    List<byte[]> hostile =
        List.of(
            new byte[] {'"', (byte) 0x80, '"'},
            new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'},
            new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
            new byte[] {'"', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'},
            new byte[] {'"', (byte) 0xe2, (byte) 0x82},
            "{}".getBytes(StandardCharsets.UTF_16BE),
            "{}".getBytes(StandardCharsets.UTF_16));
    assertThat(hostile)
        .allSatisfy(
            bytes ->
                assertThatThrownBy(() -> JsonReader.read(Bytes.of(bytes)))
                    .isInstanceOf(EvidenceFault.class));
    byte[] second = "{\n \"a\": \"x?\"}".getBytes(StandardCharsets.US_ASCII);
    second[10] = (byte) 0xff;
    assertThatThrownBy(() -> JsonReader.read(Bytes.of(second)))
        .hasMessageContaining("not UTF-8")
        .hasMessageContaining("line 2, column 9");
  }

  @Test
  void depthAndSizeAreBounded() {
    JsonReader.Bounds small = new JsonReader.Bounds(new ByteSize(100), 3);
    assertThat(JsonReader.read(Bytes.utf8("[[[1]]]"), small)).isNotNull();
    for (String text : List.of("[[[[1]]]]", "{\"a\":{\"a\":{\"a\":{}}}}", " ".repeat(101))) {
      assertThat(
              catchThrowableOfType(
                      EvidenceFault.class, () -> JsonReader.read(Bytes.utf8(text), small))
                  .type())
          .isEqualTo(EvidenceFault.JSON_OVER_LIMIT);
    }
    assertThat(fault("[".repeat(1_000_000)).type()).isEqualTo(EvidenceFault.JSON_OVER_LIMIT);
    assertThat(fault("9".repeat(2_000)).type()).isEqualTo(EvidenceFault.JSON_OVER_LIMIT);
  }

  @Test
  void canonicalTextReadsBackAsTheSameValue() {
    ForAll.cases(
        3_000,
        random -> {
          Json value = Json.array(List.of(value(random, 4)));
          assertThat(JsonReader.read(value.canonicalBytes())).isEqualTo(value);
        });
  }

  @Test
  void mangledTextIsReadOrRefusedNeverAnythingElse() {
    byte[] valid =
        Bytes.utf8("{\"a\":[1,2.5,\"t\\u00e9\\n\",null,true],\"b\":{\"c\":-1e-7}}").toArray();
    ForAll.cases(
        5_000,
        random -> {
          byte[] bytes = Mangle.once(Mangle.once(valid, random), random);
          try {
            Json value = JsonReader.read(Bytes.of(bytes));
            assertThat(JsonReader.read(value.canonicalBytes())).isEqualTo(sorted(value));
          } catch (EvidenceFault refused) {
            assertThat(refused.type().slug()).startsWith("json-");
          }
        });
  }

  private static Json sorted(Json value) {
    return JsonReader.read(value.canonicalBytes());
  }

  private static Json value(RandomGenerator random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> Json.Null.NULL;
      case 1 -> Json.of(random.nextBoolean());
      case 2 -> Json.of(random.nextLong(-Json.Int.MAX, Json.Int.MAX));
      case 3 -> new Json.Real(fraction(random));
      case 4 -> Json.of(text(random));
      case 5 -> {
        List<Json> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(random, depth - 1));
        }
        yield Json.array(items);
      }
      default -> {
        Json.Builder members = Json.object();
        for (int i = 0; i < random.nextInt(4); i++) {
          members.put(i + text(random), value(random, depth - 1));
        }
        yield members.build();
      }
    };
  }

  private static double fraction(RandomGenerator random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) && value != Math.rint(value) ? value : 0.1;
  }

  private static String text(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      int c = random.nextInt(4) == 0 ? random.nextInt(0x11_0000) : random.nextInt(128);
      text.appendCodePoint(c >= 0xd800 && c < 0xe000 ? 'x' : c);
    }
    return text.toString();
  }
}
