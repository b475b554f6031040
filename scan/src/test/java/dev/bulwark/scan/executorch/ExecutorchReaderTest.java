package dev.bulwark.scan.executorch;

import static dev.bulwark.scan.flatbuffer.RawFlatbuffer.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.scan.flatbuffer.RawFlatbuffer;
import dev.bulwark.testkit.FormatReaderContract;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutorchReaderTest extends FormatReaderContract<ExecutorchView> {
  private static RawFlatbuffer program() {
    RawFlatbuffer plan =
        table()
            .text(0, "forward")
            .tables(
                6,
                table().text(0, "aten::add").text(1, "out"),
                table().text(0, "mine::f").text(1, "out"))
            .tables(7, table().text(0, "XnnpackBackend"));
    return table().uint(0, 0).tables(1, plan);
  }

  private static byte[] withSegment(long offset, long size) {
    ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    header.put(new byte[] {'e', 'h', '0', '0'}).putInt(24).putLong(400).putLong(400);
    byte[] file =
        program().tables(4, table().slong(0, offset).slong(1, size)).file("ET12", header.array());
    return Arrays.copyOf(file, 500);
  }

  @Override
  protected FormatReader<ExecutorchView> reader() {
    return new ExecutorchReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(program().file("ET12"), withSegment(0, 100));
  }

  @Override
  protected List<byte[]> broken() {
    byte[] whole = program().file("ET12");
    return List.of(Arrays.copyOf(whole, whole.length - 8), Arrays.copyOf(whole, 16));
  }

  private ExecutorchView view(byte[] bytes) {
    assertThat(read(bytes)).isInstanceOf(Reading.View.class);
    return ((Reading.View<ExecutorchView>) read(bytes)).view();
  }

  @Test
  void namesAreRead() {
    ExecutorchView view = view(program().file("ET12"));
    assertThat(view.operators()).extracting("name").containsExactly("aten::add.out", "mine::f.out");
    assertThat(view.delegates()).extracting("name").containsExactly("XnnpackBackend");
  }

  @Test
  void segmentsMustLieInTheFile() {
    assertThat(view(withSegment(0, 100)).outside()).isEmpty();
    assertThat(view(withSegment(0, 101)).outside()).hasSize(1);
    assertThat(view(withSegment(1L << 40, 1)).outside()).hasSize(1);
    assertThat(view(withSegment(-1, 1)).outside()).hasSize(1);
  }
}
