package dev.bulwark.kernel.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

  /// RFC 8785 appendix B: IEEE 754 bit patterns and their ECMAScript text.
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2"
  })
  void numbersAreEcmaScripts(String bits, String text) {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    assertThat(new Json.Real(value).canonical()).isEqualTo(text);
  }

  /// RFC 8785 §3.2.3: names sort by UTF-16 code units, so U+1F600 (a surrogate pair) comes before
  /// U+FB33.
  @Test
  void membersSortByUtf16CodeUnits() {
    Json.Obj object =
        Json.object()
            .put("\u20ac", "Euro Sign")
            .put("\r", "Carriage Return")
            .put("\ufb33", "Hebrew Letter Dalet With Dagesh")
            .put("1", "One")
            .put("\ud83d\ude00", "Emoji: Grinning Face")
            .put("\u0080", "Control")
            .put("\u00f6", "Latin Small Letter O With Diaeresis")
            .build();
    assertThat(object.canonical())
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  @Test
  void onlyWhatMustBeEscapedIs() {
    assertThat(Json.of("\u20ac$\u000f\nA'B\"\\\\\"/\u007f").canonical())
        .isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u007f\"");
  }

  @Test
  void literalsAndArraysKeepTheirOrder() {
    assertThat(
            Json.array(List.of(Json.Null.NULL, Json.of(true), Json.of(false), Json.of(-7)))
                .canonical())
        .isEqualTo("[null,true,false,-7]");
  }

  @Test
  void integersBeyondExactDoublesAreRefused() {
    assertThat(Json.of(Json.Int.MAX).canonical()).isEqualTo("9007199254740991");
    assertThatThrownBy(() -> Json.of(Json.Int.MAX + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Json.Real(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMemberIsNamedOnce() {
    assertThatThrownBy(() -> Json.object().put("a", 1).put("a", 2))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
