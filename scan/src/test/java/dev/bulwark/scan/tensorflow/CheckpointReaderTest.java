package dev.bulwark.scan.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.testkit.FormatReaderContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointReaderTest extends FormatReaderContract<TensorflowView> {
  /// Written by TensorFlow 2.18.
  private static byte[] index() {
    try (InputStream in = CheckpointReaderTest.class.getResourceAsStream("variables.index")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected FormatReader<TensorflowView> reader() {
    return new CheckpointReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(index());
  }

  private static byte[] with(int at, int value) {
    byte[] bytes = index();
    bytes[at] = (byte) value;
    return bytes;
  }

  @Override
  protected List<byte[]> broken() {
    int footer = index().length - 48;
    return List.of(with(footer, 0xff), with(footer + 2, 0x70), with(0, 9), with(1, 0x7e));
  }

  private List<String> told(byte[] bytes) {
    assertThat(read(bytes)).isInstanceOf(Reading.View.class);
    return ((Reading.View<TensorflowView>) read(bytes))
        .view().oddities().stream().map(odd -> odd.what()).toList();
  }

  @Test
  void whatTensorflowWritesIsNotOdd() {
    assertThat(told(index())).isEmpty();
  }

  @Test
  void aWrongChecksumIsTold() {
    assertThat(told(with(4, 2))).singleElement().asString().contains("checksum");
  }

  @Test
  void bytesOfNoBlockAreTold() {
    byte[] index = index();
    byte[] longer = new byte[index.length + 7];
    System.arraycopy(index, 0, longer, 0, index.length - 48);
    System.arraycopy(index, index.length - 48, longer, longer.length - 48, 48);
    assertThat(told(longer)).singleElement().asString().contains("7 bytes");
  }
}
