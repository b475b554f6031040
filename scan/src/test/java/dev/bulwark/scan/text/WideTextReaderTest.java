package dev.bulwark.scan.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.testkit.FormatReaderContract;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WideTextReaderTest extends FormatReaderContract<WideTextView> {
  private static final String TEXT = "{\"a\": \"\u00e9 \u4e16 \ud83d\ude00\"}\n";

  @Override
  protected FormatReader<WideTextView> reader() {
    return new WideTextReader();
  }

  @Override
  protected List<byte[]> valid() {
    List<byte[]> valid = new ArrayList<>();
    for (Encoding encoding : Encoding.values()) {
      valid.add(TEXT.getBytes(encoding.charset()));
      valid.add(("\ufeff" + TEXT).getBytes(encoding.charset()));
      valid.add("\ufeff\u4e16".getBytes(encoding.charset()));
    }
    return valid;
  }

  @Override
  protected List<byte[]> broken() {
    byte[] odd = Arrays.copyOf(valid().getLast(), valid().getLast().length + 1);
    return List.of(
        odd,
        TEXT.getBytes(StandardCharsets.UTF_8),
        ("\ufeffa\u0001").getBytes(StandardCharsets.UTF_16LE),
        ("\ufeffa\0b").getBytes(StandardCharsets.UTF_16BE),
        new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0, 0, (byte) 0xd8, 'b', 0},
        new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0, 0, (byte) 0xd8},
        new byte[] {0, 0, (byte) 0xfe, (byte) 0xff, 0, 0x11, 0, 0},
        new byte[] {(byte) 0xff, (byte) 0xfe});
  }

  @Test
  void theTextIsHandedOnInUtf8() {
    for (Encoding encoding : Encoding.values()) {
      for (String mark : List.of("", "\ufeff")) {
        assertHandedOn(encoding, mark, TEXT);
        assertHandedOn(encoding, mark, "ab\ud83d\ude00".repeat(50_000));
      }
    }
  }

  private void assertHandedOn(Encoding encoding, String mark, String text) {
    Charset charset = encoding.charset();
    if (!(read((mark + text).getBytes(charset))
        instanceof Reading.View<WideTextView>(WideTextView view, var inside))) {
      throw new AssertionError(charset);
    }
    assertThat(view.encoding()).isEqualTo(encoding);
    assertThat(inside)
        .singleElement()
        .satisfies(
            source ->
                assertThat(
                        new String(
                            source.bytes().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8))
                    .isEqualTo(text));
  }
}
