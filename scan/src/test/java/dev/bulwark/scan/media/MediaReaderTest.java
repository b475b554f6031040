package dev.bulwark.scan.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.testkit.FormatReaderContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaReaderTest extends FormatReaderContract<MediaView> {
  private static final byte[] MP4 =
      latin("\0\0\0\20ftypisom\0\0\0\0\0\0\0\1mdat\0\0\0\0\0\0\0\22ab\0\0\0\10free");

  @Override
  protected FormatReader<MediaView> reader() {
    return new MediaReader();
  }

  @Override
  protected List<byte[]> valid() {
    return Stream.concat(
            Stream.of("png", "jpg", "gif", "webp", "wav", "pdf").map(MediaReaderTest::resource),
            Stream.of(MP4))
        .toList();
  }

  @Override
  protected List<byte[]> broken() {
    return valid().stream().limit(6).map(bytes -> Arrays.copyOf(bytes, bytes.length - 8)).toList();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] resource(String ending) {
    try (InputStream in = MediaReaderTest.class.getResourceAsStream("dot." + ending)) {
      return Objects.requireNonNull(in, ending).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    byte[] joined = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, joined, head.length, tail.length);
    return joined;
  }

  private List<Finding> findings(byte[] bytes) {
    MediaView view = ((Reading.View<MediaView>) read(bytes)).view();
    return MediaChecks.all().stream()
        .flatMap(
            check ->
                check
                    .examine(view, Budget.of(Limits.DEFAULT, System::nanoTime))
                    .findings()
                    .stream())
        .toList();
  }

  @Test
  void filesAsTheyAreWrittenEndAtTheirEnd() {
    assertThat(valid()).allSatisfy(bytes -> assertThat(findings(bytes)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "webp", "wav", "pdf"})
  void whatLiesBehindTheEndIsFoundAndHandedOn(String ending) {
    byte[] file = joined(resource(ending), latin("\u00ff payload"));
    assertThat(findings(file))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
              assertThat(finding.place().toString())
                  .endsWith("@0x" + Integer.toHexString(resource(ending).length));
            });
    assertThat(((Reading.View<MediaView>) read(file)).inside())
        .singleElement()
        .satisfies(inside -> assertThat(inside.size()).isEqualTo(9));
  }

  @Test
  void paddingAndASecondPictureAreNotes() {
    assertThat(findings(joined(resource("png"), new byte[5])))
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.NOTE));
    assertThat(findings(joined(resource("jpg"), resource("jpg"))))
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.NOTE));
  }

  @Test
  void actionsOfDocumentsAreFound() {
    byte[] pdf = latin("%PDF-1.4\n1 0 obj <</OpenAction <</S /Launch>> /JSX 1>>\n%%EOF\n");
    assertThat(findings(pdf))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("/Launch"));
  }

  @Test
  void aLengthThatReachesBeyondTheFileIsMalformed() {
    byte[] png = resource("png");
    png[8] = 0x7f;
    assertThat(read(png)).isInstanceOf(Reading.Malformed.class);
    assertThat(read(latin("\0\0\0\20ftypisom\0\0\0\0\0\0\0\0mdat")))
        .isInstanceOf(Reading.View.class);
    assertThat(read(latin("\0\0\0\20ftypisom\0\0\0\0\0\0\0\7mdat")))
        .isInstanceOf(Reading.Malformed.class);
  }
}
