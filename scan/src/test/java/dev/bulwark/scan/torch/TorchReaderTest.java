package dev.bulwark.scan.torch;

import static dev.bulwark.scan.torch.RawTorch.floats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.scan.pickle.PicklePolicy;
import dev.bulwark.scan.pickle.PickleReader;
import dev.bulwark.scan.zip.ZipReader;
import dev.bulwark.testkit.FormatReaderContract;
import dev.bulwark.testkit.RawZip;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TorchReaderTest extends FormatReaderContract<TorchView> {
  private static final TorchReader READER =
      new TorchReader(
          new ZipReader(),
          new PickleReader(PicklePolicy.builtin()),
          new PickleReader(PicklePolicy.builtin().forTorchScript()));
  private static final List<RawTorch.Storage> TWO = List.of(floats("0", 20), floats("1", 3));

  @Override
  protected FormatReader<TorchView> reader() {
    return READER;
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        RawTorch.archive(TWO).build(), RawTorch.archive(List.of(floats("0", 1))).build());
  }

  /// A directory that goes on where its record says it ends.
  @Override
  protected List<byte[]> broken() {
    byte[] whole = RawTorch.archive(TWO).build();
    int directory = directoryAt(whole);
    whole[directory + 46 + "archive/data.pkl".length() + 28] = (byte) 0xff;
    whole[directory + 46 + "archive/data.pkl".length() + 29] = (byte) 0xff;
    return List.of(whole);
  }

  private static int directoryAt(byte[] zip) {
    String text = new String(zip, StandardCharsets.ISO_8859_1);
    return text.indexOf("PK\1\2");
  }

  private Reading.View<TorchView> view(byte[] bytes) {
    assertThat(read(bytes)).isInstanceOf(Reading.View.class);
    return (Reading.View<TorchView>) read(bytes);
  }

  @Test
  void storagesAreMatchedWithTheirMembersAndNotHandedOn() {
    Reading.View<TorchView> reading = view(RawTorch.archive(TWO).build());
    assertThat(reading.view().archive().oddities()).isEmpty();
    assertThat(reading.view().storages())
        .extracting(TorchView.Stored::key, TorchView.Stored::wanted, TorchView.Stored::found)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("0", 80L, 80L),
            org.assertj.core.api.Assertions.tuple("1", 12L, 12L));
    assertThat(reading.view().unnamed()).isEmpty();
    assertThat(reading.view().complete()).isTrue();
    assertThat(reading.inside())
        .extracting(source -> source.place().toString())
        .containsExactly("file!/archive/data.pkl");
  }

  @Test
  void aStorageNoTensorUsesIsHandedOn() {
    byte[] bytes = RawTorch.archive(RawTorch.statePickle(TWO.subList(0, 1)), TWO).build();
    assertThat(view(bytes).view().unnamed()).hasSize(1);
    assertThat(view(bytes).inside())
        .extracting(source -> source.place().toString())
        .containsExactly("file!/archive/data.pkl", "file!/archive/data/1");
  }

  @Test
  void aMarkerThatHoldsMoreThanItsWordIsHandedOn() {
    byte[] bytes =
        RawTorch.archive(TWO).stored("archive/.format_version", RawTorch.evilPickle()).build();
    assertThat(view(bytes).inside()).hasSize(2);
  }

  @Test
  void anotherArchiveIsNotPyTorch() {
    byte[] zip = new RawZip().stored("other/data.bin", new byte[3]).build();
    assertThat(read(zip)).isInstanceOf(Reading.NotMine.class);
  }

  @Test
  void theRootIsTheFirstMembersFolderAndNamesIgnoreCase() {
    byte[] zip = new RawZip().stored("M/Data.PKL", RawTorch.statePickle(List.of())).build();
    assertThat(view(zip).view().root()).isEqualTo("M");
    byte[] other =
        new RawZip().stored("a/x", new byte[3]).stored("b/data.pkl", new byte[3]).build();
    assertThat(read(other)).isInstanceOf(Reading.NotMine.class);
  }
}
