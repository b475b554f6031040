package dev.bulwark.scan.safetensors;

import static dev.bulwark.scan.safetensors.RawSafetensors.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.scan.safetensors.SafetensorsView.Kind;
import dev.bulwark.testkit.FormatReaderContract;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsReaderTest extends FormatReaderContract<SafetensorsView> {
  @Override
  protected FormatReader<SafetensorsView> reader() {
    return new SafetensorsReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        RawSafetensors.floats(3),
        RawSafetensors.of("{}      ", 0),
        RawSafetensors.of("{" + tensor("t", "I32", "[]", 0, 4) + "}", 4),
        RawSafetensors.of("{" + tensor("t", "I32", "[2,0]", 0, 0) + "}", 0),
        RawSafetensors.of("{\"__metadata__\":null," + tensor("t", "F4", "[3,2]", 0, 3) + "}", 3),
        RawSafetensors.of(
            "{" + tensor("b", "U8", "[4]", 4, 8) + "," + tensor("a", "F32", "[1]", 0, 4) + "}", 8));
  }

  @Override
  protected List<byte[]> broken() {
    byte[] whole = RawSafetensors.floats(2);
    return List.of(
        Arrays.copyOf(whole, 40),
        RawSafetensors.of(1L << 50, "{\"a\":1}", new byte[0]),
        RawSafetensors.of(100_000_001, "{\"a\":1}", new byte[0]),
        RawSafetensors.of("{\"a\":1}", 0),
        RawSafetensors.of("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4),
        RawSafetensors.of("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4),
        RawSafetensors.of("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}", 4),
        RawSafetensors.of("{} {}", 0),
        RawSafetensors.of("{" + "\"a\":[".repeat(50_000), 0),
        RawSafetensors.of(4, "{\"\u00ff", new byte[8]));
  }

  private List<Kind> violations(byte[] bytes) {
    Reading<SafetensorsView> reading = read(bytes);
    assertThat(reading).isInstanceOf(Reading.View.class);
    return ((Reading.View<SafetensorsView>) reading)
        .view().violations().stream().map(SafetensorsView.Violation::kind).toList();
  }

  @Test
  void whatTheReferenceReaderTakesHasNoViolation() {
    assertThat(valid()).allSatisfy(bytes -> assertThat(violations(bytes)).isEmpty());
  }

  /// The byte array of the reference library's own test `test_serialization`.
  @Test
  void theReferenceLibrarysOwnFileIsRead() {
    String header = "{\"attn.0\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}}";
    assertThat(header).hasSize(64);
    assertThat(violations(RawSafetensors.of(header, 24))).isEmpty();
  }

  @Test
  void overlapIsSeen() {
    assertThat(
            violations(
                RawSafetensors.of(
                    "{"
                        + tensor("a", "F32", "[2]", 0, 8)
                        + ","
                        + tensor("b", "F32", "[2]", 4, 12)
                        + "}",
                    12)))
        .containsExactly(Kind.LAYOUT);
  }

  @Test
  void aHoleIsSeenAndCounted() {
    byte[] bytes =
        RawSafetensors.of(
            "{" + tensor("a", "U8", "[2]", 0, 2) + "," + tensor("b", "U8", "[2]", 5, 7) + "}", 7);
    assertThat(violations(bytes)).containsExactly(Kind.LAYOUT);
    assertThat(((Reading.View<SafetensorsView>) read(bytes)).view().unexplained()).isEqualTo(3);
  }

  @Test
  void trailingBytesAreSeenAndCounted() {
    byte[] bytes = RawSafetensors.of("{" + tensor("a", "U8", "[2]", 0, 2) + "}", 40);
    assertThat(violations(bytes)).containsExactly(Kind.LENGTH);
    assertThat(((Reading.View<SafetensorsView>) read(bytes)).view().unexplained()).isEqualTo(38);
  }

  @Test
  void missingBytesAreSeen() {
    assertThat(violations(RawSafetensors.of("{" + tensor("a", "U8", "[2]", 0, 2) + "}", 1)))
        .containsExactly(Kind.LENGTH);
  }

  @Test
  void duplicateKeysAreSeenHoweverTheyAreWritten() {
    assertThat(
            violations(
                RawSafetensors.of(
                    "{"
                        + tensor("a", "U8", "[1]", 0, 1)
                        + ","
                        + tensor("\\u0061", "U8", "[1]", 1, 2)
                        + "}",
                    2)))
        .containsExactly(Kind.DUPLICATE);
    assertThat(violations(RawSafetensors.of("{\"__metadata__\":{\"x\":\"1\",\"x\":\"2\"}}", 0)))
        .containsExactly(Kind.DUPLICATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"F32\",\"shape\":[4294967296,4294967296,2]",
        "\"F64\",\"shape\":[1152921504606846976]",
        "\"F4\",\"shape\":[1]",
        "\"F32\",\"shape\":[2]",
        "\"F128\",\"shape\":[1]"
      })
  void aTensorWhosePartsDoNotFitIsSeen(String parts) {
    assertThat(
            violations(
                RawSafetensors.of("{\"t\":{\"dtype\":" + parts + ",\"data_offsets\":[0,4]}}", 4)))
        .containsExactly(Kind.TENSOR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1}", "{\"a\":{\"b\":\"c\"}}", "[]", "\"text\""})
  void metadataThatIsNotTextIsSeen(String metadata) {
    assertThat(violations(RawSafetensors.of("{\"__metadata__\":" + metadata + "}", 0)))
        .containsExactly(Kind.METADATA);
  }

  @Test
  void aPebibyteOfHeaderCostsNothing() {
    assertThat(read(RawSafetensors.of(1L << 50, "{\"", new byte[100])))
        .isInstanceOf(Reading.Malformed.class);
  }
}
