package dev.bulwark.scan.mxnet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.scan.graph.ArraysView;
import dev.bulwark.testkit.FormatReaderContract;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParamsReaderTest extends FormatReaderContract<ArraysView> {
  private static byte[] sparse() {
    return RawParams.list(1)
        .u32(0xF993FAC9)
        .u32(2)
        .shape(3)
        .shape(4, 5)
        .u32(1)
        .u32(0)
        .u32(0)
        .u32(6)
        .shape(5)
        .u32(6)
        .shape(3)
        .bytes(new byte[12 + 40 + 24])
        .names();
  }

  @Override
  protected FormatReader<ArraysView> reader() {
    return new ParamsReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        RawParams.dense(),
        sparse(),
        RawParams.list(0).names(),
        // before there were versions: two dimensions of 32 bits
        RawParams.list(1).u32(2).u32(2).u32(3).u32(1).u32(0).u32(3).bytes(new byte[6]).names("a"),
        RawParams.list(1)
            .u32(0xF993FAC8)
            .shape(2)
            .u32(2)
            .u32(1)
            .u32(2)
            .bytes(new byte[4])
            .names("a"),
        // version 3: a scalar has no dimensions, an unknown array -1 of them
        RawParams.list(2)
            .u32(0xF993FACA)
            .u32(0)
            .u32(0)
            .u32(1)
            .u32(0)
            .u32(0)
            .bytes(new byte[4])
            .u32(0xF993FACA)
            .u32(0)
            .u32(-1)
            .names("a", "b"));
  }

  @Override
  protected List<byte[]> broken() {
    byte[] dense = RawParams.dense();
    return List.of(
        Arrays.copyOf(dense, dense.length - 1),
        Arrays.copyOf(dense, 40),
        RawParams.list(Integer.MAX_VALUE).names(),
        RawParams.list(1).u32(0xF993FAC9).u32(7).shape(1).names(),
        RawParams.list(1).u32(0xF993FAC9).u32(0).shape(1L << 40, 1L << 40).u32(1).names(),
        RawParams.list(1).u32(0xF993FAC9).u32(0).shape(-1).u32(1).u32(0).u32(0).names(),
        RawParams.list(1).u32(0xF993FAC9).u32(0).shape(1).u32(1).u32(0).u32(99).names(),
        RawParams.list(1).u32(0xF993FAC9).u32(0).u32(0).names("a", "b"));
  }

  @Test
  void whatLiesBehindIsHandedOn() {
    byte[] dense = RawParams.dense();
    byte[] longer = Arrays.copyOf(dense, dense.length + 5);
    Reading.View<ArraysView> view = (Reading.View<ArraysView>) read(longer);
    assertThat(view.view().unexplained()).isEqualTo(5);
    assertThat(view.inside()).hasSize(1);
  }
}
