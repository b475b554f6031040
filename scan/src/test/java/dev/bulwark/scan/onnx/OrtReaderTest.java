package dev.bulwark.scan.onnx;

import static dev.bulwark.scan.flatbuffer.RawFlatbuffer.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.scan.flatbuffer.RawFlatbuffer;
import dev.bulwark.testkit.FormatReaderContract;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrtReaderTest extends FormatReaderContract<OnnxView> {
  private static RawFlatbuffer node(String domain, String type) {
    return table().text(0, "n").text(2, domain).text(5, type);
  }

  private static byte[] file(RawFlatbuffer graph) {
    RawFlatbuffer model =
        table().slong(0, 8).one(7, graph).tables(9, table().text(0, "ort_config"));
    return table().text(0, "5").one(1, model).file("ORTM");
  }

  private static RawFlatbuffer graph() {
    RawFlatbuffer branch = table().tables(2, node("ai.onnx.contrib", "PyOp"));
    return table()
        .tables(0, table().text(0, "w").bytes(2, new byte[16], 8).bytes(4, new byte[64], 1))
        .tables(2, node("", "Relu"), node("", "If").tables(10, table().one(7, branch)));
  }

  @Override
  protected FormatReader<OnnxView> reader() {
    return new OrtReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(file(graph()));
  }

  @Override
  protected List<byte[]> broken() {
    byte[] whole = file(graph());
    byte[] root = whole.clone();
    root[3] = 0x7f;
    return List.of(Arrays.copyOf(whole, 30), root);
  }

  @Test
  void operatorsOfEveryGraphAreRead() {
    OnnxView view = ((Reading.View<OnnxView>) read(file(graph()))).view();
    assertThat(view.operators())
        .extracting(use -> use.operator().domain() + ":" + use.operator().type())
        .containsExactly(":If", ":Relu", "ai.onnx.contrib:PyOp");
    assertThat(view.graphs()).isEqualTo(2);
    assertThat(view.irVersion()).isEqualTo(8);
    assertThat(view.settings()).hasSize(1);
  }
}
