package dev.bulwark.scan.npy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.testkit.FormatReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyReaderTest extends FormatReaderContract<NpyView> {
  static byte[] npy(int version, String header, int dataSize) {
    int width = version == 1 ? 2 : 4;
    String padded = header + " ".repeat(Math.floorMod(-(9 + width + header.length()), 64)) + "\n";
    byte[] text = padded.getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[8 + width + text.length + dataSize];
    System.arraycopy(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'}, 0, all, 0, 6);
    all[6] = (byte) version;
    all[8] = (byte) text.length;
    all[9] = (byte) (text.length >> 8);
    System.arraycopy(text, 0, all, 8 + width, text.length);
    Arrays.fill(all, 8 + width + text.length, all.length, (byte) '.');
    return all;
  }

  private static byte[] array(String descr, String shape, int dataSize) {
    return npy(
        1,
        "{'descr': %s, 'fortran_order': False, 'shape': %s, }".formatted(descr, shape),
        dataSize);
  }

  @Override
  protected FormatReader<NpyView> reader() {
    return new NpyReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        array("'<f8'", "(3, 2)", 48),
        array("'|b1'", "()", 1),
        array("'<U5'", "(2,)", 40),
        array("'<M8[ns]'", "(0,)", 0),
        array("[('a', '<i4'), ('', '|V4'), ('b', '<f4', (2,))]", "(3,)", 48),
        array("'|O'", "(1,)", 20),
        npy(2, "{'descr': '<i2', 'fortran_order': True, 'shape': (3L,)}", 6),
        npy(3, "{'shape': (1,), 'descr': '<i2', 'fortran_order': True}", 2));
  }

  @Override
  protected List<byte[]> broken() {
    return List.of(
        Arrays.copyOf(array("'<f8'", "(3,)", 24), 40),
        array("__import__('os')", "(3,)", 24),
        array("'<f8'", "(-3,)", 24),
        array("'\\x3cf8'", "(3,)", 24),
        npy(1, "{'descr': '<f8', 'fortran_order': False}", 0),
        npy(1, "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': ()}", 8),
        npy(1, "[".repeat(1_000), 0),
        npy(9, "{}", 0));
  }

  private NpyView view(byte[] bytes) {
    assertThat(read(bytes)).isInstanceOf(Reading.View.class);
    return ((Reading.View<NpyView>) read(bytes)).view();
  }

  private static Outcome length(NpyView view) {
    return NpyChecks.all().getFirst().examine(view, Budget.of(Limits.DEFAULT, System::nanoTime));
  }

  @Test
  void whatNumpyWritesFitsItsHeader() {
    assertThat(valid())
        .allSatisfy(bytes -> assertThat(length(view(bytes))).isNotInstanceOf(Outcome.Failed.class));
    assertThat(length(view(valid().getFirst()))).isEqualTo(Outcome.passed());
    assertThat(view(valid().get(4)).elementSize()).isEqualTo(16);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 23, 25, 5_000})
  void anotherLengthThanTheHeadersFails(int size) {
    assertThat(length(view(array("'<f8'", "(3,)", size)))).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void eightTebibytesFail() {
    assertThat(length(view(array("'<f8'", "(1099511627776,)", 8))))
        .isInstanceOf(Outcome.Failed.class);
    assertThat(length(view(array("'<f8'", "(999999999999, 999999999999)", 8))))
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void anUnknownElementTypeIsUndecided() {
    assertThat(length(view(array("'<q'", "(3,)", 24)))).isInstanceOf(Outcome.Undecided.class);
  }

  @Test
  void aPickleOfObjectsIsHandedOn() {
    Reading.View<NpyView> reading = (Reading.View<NpyView>) read(array("'|O'", "(1,)", 20));
    assertThat(reading.inside()).hasSize(1);
    assertThat(reading.inside().getFirst().size()).isEqualTo(20);
    assertThat(reading.view().objects()).isTrue();
    Reading.View<NpyView> nested =
        (Reading.View<NpyView>) read(array("[('a', '<i4'), ('b', '|O')]", "(1,)", 20));
    assertThat(nested.inside()).hasSize(1);
  }
}
