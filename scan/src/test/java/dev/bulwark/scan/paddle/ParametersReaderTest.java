package dev.bulwark.scan.paddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.scan.graph.ArraysView;
import dev.bulwark.testkit.FormatReaderContract;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParametersReaderTest extends FormatReaderContract<ArraysView> {
  static byte[] two() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(RawPaddle.tensor(3, 4));
    out.writeBytes(RawPaddle.tensor(2));
    return out.toByteArray();
  }

  @Override
  protected FormatReader<ArraysView> reader() {
    return new ParametersReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        RawPaddle.tensor(3, 4),
        two(),
        RawPaddle.tensor(),
        new RawPaddle()
            .little(0, 4)
            .little(1, 8)
            .little(16, 8)
            .bytes(new byte[16])
            .bytes(Arrays.copyOfRange(RawPaddle.tensor(1), 12, RawPaddle.tensor(1).length))
            .done());
  }

  @Override
  protected List<byte[]> broken() {
    byte[] tensor = RawPaddle.tensor(3, 4);
    byte[] version = tensor.clone();
    version[0] = 1;
    byte[] type = tensor.clone();
    type[21] = 99;
    return List.of(Arrays.copyOf(tensor, tensor.length - 1), version, type, new byte[100]);
  }

  @Test
  void whatLiesBehindIsHandedOn() {
    byte[] longer = Arrays.copyOf(two(), two().length + 7);
    Reading.View<ArraysView> view = (Reading.View<ArraysView>) read(longer);
    assertThat(view.view().arrays()).isEqualTo(2);
    assertThat(view.view().unexplained()).isEqualTo(7);
    assertThat(view.inside()).hasSize(1);
  }

  @Test
  void aSizeBeyondTheFileIsNoTensor() {
    byte[] bytes = RawPaddle.tensor(1 << 20);
    assertThat(read(Arrays.copyOf(bytes, 200))).isInstanceOf(Reading.NotMine.class);
    assertThat(
            read(
                new RawPaddle()
                    .little(0, 4)
                    .little(1, 8)
                    .little(Long.MAX_VALUE, 8)
                    .bytes(new byte[40])
                    .done()))
        .isInstanceOf(Reading.NotMine.class);
  }
}
