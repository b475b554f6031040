package dev.bulwark.scan.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Decimal numbers as text: those that CPython's `float` reads, and those it refuses. One beyond
/// the largest double is refused by the loader, whatever the length of its text.
class PythonNumberTest {
  private static final String NINES = "9".repeat(200);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1.5",
        "+.5",
        "5.",
        "1e5",
        "1E-05",
        "1.7976931348623157e308",
        "1e-400",
        "inf",
        "-Infinity",
        "nan"
      })
  void whatCpythonReadsIsANumber(String text) {
    assertThat(isFloat(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "e5", "1e", "1e+", "1.5x", "1_0", "1e309", "-1e999", "1.8e+308"})
  void whatCpythonRefusesIsNone(String text) {
    assertThat(isFloat(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 99, 107, 108})
  void aLongMantissaIsANumberUpToTheLargestDouble(int exponent) {
    assertThat(isFloat(NINES + "e" + exponent)).isEqualTo(200 + exponent <= 308);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 199, 200, 308, 309, 400})
  void digitsAloneAreANumberUpToTheLargestDouble(int digits) {
    assertThat(isFloat("9".repeat(digits))).isEqualTo(digits <= 308);
    assertThat(isFloat("0." + "9".repeat(digits))).isTrue();
  }

  private static boolean isFloat(String text) {
    byte[] line = text.getBytes(StandardCharsets.US_ASCII);
    return PythonNumber.isFloat(line, line.length);
  }
}
