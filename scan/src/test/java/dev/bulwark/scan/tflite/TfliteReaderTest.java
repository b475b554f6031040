package dev.bulwark.scan.tflite;

import static dev.bulwark.scan.flatbuffer.RawFlatbuffer.table;
import static dev.bulwark.scan.tflite.RawTflite.builtin;
import static dev.bulwark.scan.tflite.RawTflite.custom;
import static dev.bulwark.scan.tflite.RawTflite.file;
import static dev.bulwark.scan.tflite.RawTflite.linear;
import static dev.bulwark.scan.tflite.RawTflite.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.scan.flatbuffer.RawFlatbuffer;
import dev.bulwark.testkit.FormatReaderContract;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TfliteReaderTest extends FormatReaderContract<TfliteView> {
  @Override
  protected FormatReader<TfliteView> reader() {
    return new TfliteReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(linear(), file(model(custom("FlexWriteFile"), custom("Mine"), builtin(150))));
  }

  @Override
  protected List<byte[]> broken() {
    byte[] whole = linear();
    byte[] root = whole.clone();
    root[3] = 0x7f;
    return List.of(
        Arrays.copyOf(whole, whole.length - 20),
        Arrays.copyOf(whole, 20),
        root,
        file(table().bytes(1, new byte[] {0, 0, 0, 0x7f}, 4)));
  }

  private TfliteView view(byte[] bytes) {
    assertThat(read(bytes)).isInstanceOf(Reading.View.class);
    return ((Reading.View<TfliteView>) read(bytes)).view();
  }

  @Test
  void everyByteOfAPlainModelIsAccountedFor() {
    TfliteView view = view(linear());
    assertThat(view.unexplained()).isZero();
    assertThat(view.custom()).isEmpty();
    assertThat(view.flex()).isEmpty();
    assertThat(view.outside()).isEmpty();
    assertThat(view.oddities()).isEmpty();
  }

  @Test
  void customAndTensorflowOperatorsAreTold() {
    TfliteView view = view(file(model(custom("FlexWriteFile"), custom("Mine"), builtin(150))));
    assertThat(view.custom()).singleElement().extracting("operator.type").isEqualTo("Mine");
    assertThat(view.flex()).singleElement().extracting("operator.type").isEqualTo("WriteFile");
  }

  @Test
  void partsOutsideOfTheFileAreTold() {
    List<RawFlatbuffer> models =
        List.of(
            model(builtin(9)).tables(4, table(), table().slong(1, 1L << 40).slong(2, 8)),
            model(builtin(9)).tables(4, table(), table().slong(1, 16).slong(2, -1)),
            model(builtin(9)).tables(4, table()),
            model(builtin(9)).tables(1));
    for (RawFlatbuffer model : models) {
      assertThat(view(file(model)).outside()).isNotEmpty();
    }
  }

  @Test
  void aBufferBehindTheTablesBelongsToTheModel() {
    byte[] tables =
        file(model(builtin(9)).tables(4, table(), table().slong(1, 2_000).slong(2, 100)));
    byte[] whole = Arrays.copyOf(tables, 2_100);
    Arrays.fill(whole, 2_000, 2_100, (byte) 7);
    assertThat(view(whole).outside()).isEmpty();
    assertThat(view(whole).oddities()).isEmpty();
  }

  @Test
  void whatStandsBehindTheModelIsHandedOn() {
    byte[] whole = Arrays.copyOf(linear(), linear().length + 500);
    Arrays.fill(whole, linear().length, whole.length, (byte) 'x');
    Reading.View<TfliteView> reading = (Reading.View<TfliteView>) read(whole);
    assertThat(reading.inside()).hasSize(1);
    assertThat(reading.view().oddities()).hasSize(1);
    assertThat(reading.view().unexplained()).isGreaterThanOrEqualTo(499);
  }

  @Test
  void aModelCostsItsBudget() {
    byte[] whole = file(model(builtin(9)));
    assertThat(
            read(
                whole,
                new dev.bulwark.kernel.check.Limits(
                    dev.bulwark.kernel.bytes.ByteSize.ofGib(1),
                    10,
                    16,
                    java.time.Duration.ofSeconds(9))))
        .isInstanceOf(Reading.OverLimit.class);
  }

  @Test
  void otherThingsAreNotTflite() {
    assertThat(read(model(builtin(9)).file("TFL2"))).isInstanceOf(Reading.NotMine.class);
    assertThat(read("....TFL3".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isInstanceOf(Reading.NotMine.class);
  }
}
