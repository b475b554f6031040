package dev.bulwark.scan.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.testkit.FormatReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PickleReaderTest extends FormatReaderContract<PickleView> {

  @Override
  protected FormatReader<PickleView> reader() {
    return new PickleReader(PickleCases.POLICY);
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        Asm.proto(4)
            .frame(Asm.pickle().op(Op.EMPTY_LIST).mark().num(1).num(2).op(Op.APPENDS).stop())
            .toArray(),
        Asm.proto(2).call("os", "system", "id").stop(),
        Asm.pickle().call("posix", "system", "id").stop(),
        Asm.pickle().raw("(lp0\nI1\naI2\na").stop());
  }

  @Override
  protected List<byte[]> broken() {
    return List.of(
        Asm.proto(4).framed(100).none().stop(),
        Asm.proto(2).op(Op.TUPLE2).stop(),
        Asm.pickle().call("os", "system", "id").op(Op.TUPLE3).stop());
  }

  @Test
  void aPayloadBeforeTheBreakIsKept() {
    byte[] cut = Asm.proto(2).call("os", "system", "id").op(0xff).toArray();
    assertThat(read(cut)).isInstanceOf(Reading.Malformed.class);
    assertThat(PickleCases.view(cut).names()).containsExactly(new PickleName("os", "system"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# A model card\n\nSome text.",
        "{\"a\": 1}",
        "I am a text\nand this is the second line.",
        "(c) 2026 somebody\nAll rights reserved.\n",
        "cat\ndog\nbird\n",
        "N.B. this is text",
        "Pure text\nin lines\n",
        "import os\nos.system('id')\n",
        "version: 1\nname: x\n",
        "S'quoted'\n but not a pickle",
        "<html></html>",
        "PK\3\4 something",
        "\u0093NUMPY\1\0v\0{'descr': '<f8'}",
        "GGUF\3\0\0\0\1\0\0\0\0\0\0\0",
        "\u0080\4\0\0\0\0\0\0{\"__metadata__\":{}}"
      })
  void whatIsNoPickleIsNotMine(String text) {
    assertThat(read(text.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(Reading.NotMine.class);
  }

  @Test
  void everyByteIsAccountedFor() {
    byte[] two = Asm.join(Asm.proto(2).none().stop(), Asm.proto(2).num(5).stop());
    byte[] junk = Asm.join(two, "some junk behind".getBytes(StandardCharsets.US_ASCII));
    assertThat(PickleCases.view(two).accounted())
        .isEqualTo(new PickleView.Accounted(two.length, 0, 0));
    assertThat(PickleCases.view(junk).accounted())
        .isEqualTo(new PickleView.Accounted(two.length, 0, 16));
  }

  @Test
  void torchsLegacyStreamIsAccountedForToTheLastByte() {
    byte[] file = Fixtures.legacyTorch(16);
    PickleView view = PickleCases.view(file);
    assertThat(view.accounted().unexplained()).isZero();
    assertThat(view.accounted().arrays()).isEqualTo(8 + 4 * 16);
    assertThat(view.storages())
        .containsExactly(
            new PickleView.Storage(new PickleName("torch", "FloatStorage"), "0", "cpu", 16));
    assertThat(PickleCases.view(Asm.join(file, new byte[] {1})).accounted().unexplained())
        .isPositive();
  }

  @Test
  void joblibsArraysArePassedOver() {
    byte[] file = Fixtures.joblib(1000);
    PickleView view = PickleCases.view(file);
    assertThat(view.accounted().arrays()).isEqualTo(8 * 1000 + 1 + 3);
    assertThat(view.ending()).isEqualTo(PickleView.Ending.Complete.COMPLETE);
  }

  @Test
  void namesOfPython2AreMappedBelowProtocol3() {
    assertThat(PickleCases.view(Asm.proto(2).call("commands", "getoutput", "id").stop()).names())
        .containsExactly(new PickleName("subprocess", "getoutput"));
    assertThat(PickleCases.view(Asm.proto(3).call("commands", "getoutput", "id").stop()).names())
        .containsExactly(new PickleName("commands", "getoutput"));
  }

  @Test
  void constantBytesThatReachALoaderAreInside() {
    byte[] inner = Asm.proto(2).call("os", "system", "id").stop();
    byte[] outer =
        Asm.proto(3).global("pickle", "loads").bytes(inner).op(Op.TUPLE1, Op.REDUCE).stop();
    assertThat(PickleCases.inside(outer)).hasSize(1);
    assertThat(PickleCases.inside(outer).getFirst().size()).isEqualTo(inner.length);
  }

  @Test
  void encodedBytesThatReachALoaderAreInside() {
    byte[] inner = Asm.proto(2).call("os", "system", "id").stop();
    String base64 = java.util.Base64.getEncoder().encodeToString(inner);
    byte[] outer =
        Asm.proto(4)
            .stackGlobal("_pickle", "loads")
            .stackGlobal("base64", "b64decode")
            .str(base64)
            .op(Op.TUPLE1, Op.REDUCE, Op.TUPLE1, Op.REDUCE)
            .stop();
    assertThat(PickleCases.inside(outer)).hasSize(1);
  }
}
