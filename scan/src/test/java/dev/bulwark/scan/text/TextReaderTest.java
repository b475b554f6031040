package dev.bulwark.scan.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.testkit.FormatReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextReaderTest extends FormatReaderContract<TextView> {

  @Override
  protected FormatReader<TextView> reader() {
    return new TextReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(utf8("# Model card\n\nGröße: 3 µm\r\n\tend\f"), utf8("é".repeat(70_000)));
  }

  @Override
  protected List<byte[]> broken() {
    return List.of(
        new byte[] {'a', 0, 'b'}, new byte[] {(byte) 0xc3}, utf8("a\u001b[31m"), utf8("\u007f"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Outcome hidden(String text) {
    return TextChecks.all()
        .getFirst()
        .examine(
            new TextView(Source.of(Place.of("README.md"), utf8(text))),
            Budget.of(Limits.DEFAULT, System::nanoTime));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u202eb", "x\n\u2066y", "tag \udb40\udc41 end"})
  void whatNobodySeesIsFound(String text) {
    assertThat(hidden(text)).isInstanceOf(Outcome.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "עברית", "日本語 … “quotes” 👩‍🔬", "a\u2060b"})
  void whatPeopleWriteIsNot(String text) {
    assertThat(hidden(text)).isEqualTo(Outcome.passed());
  }

  @Test
  void aPlaceIsALineAndAColumn() {
    assertThat(hidden("one\ntwo \u202e").findings().getFirst().place())
        .hasToString("README.md:2:5");
  }

  @Test
  void aCharacterAcrossTwoChunksIsWhole() {
    assertThat(read(utf8("a" + "é".repeat(70_000)))).isInstanceOf(Reading.View.class);
  }
}
