package dev.bulwark.scan.ocdbt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.weights.Neighbourhood;
import dev.bulwark.scan.weights.Range;
import dev.bulwark.scan.weights.WeightsReader;
import dev.bulwark.scan.weights.WeightsView;
import dev.bulwark.testkit.FormatReaderContract;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DataReaderTest extends FormatReaderContract<WeightsView> {
  private static final String FILE = "step/d/0123456789abcdef0123456789abcdef";

  private static Reading<WeightsView> read(Source source, String description, Budget budget) {
    Map<String, List<Range>> beside = Map.of(description, List.of(Range.of(0, 8), Range.of(8, 10)));
    Neighbourhood neighbourhood = new Neighbourhood(source.place(), new TreeMap<>(beside), 1);
    return ScopedValue.where(WeightsReader.BESIDE, () -> neighbourhood)
        .call(() -> new DataReader().read(source, budget));
  }

  private static Reading<WeightsView> read(String file, String description) {
    Source source = Source.of(Place.of(file), new byte[18]);
    return read(source, description, Budget.of(Limits.DEFAULT, System::nanoTime));
  }

  /// A reader of data that a manifest describes, whatever the name of the file.
  @Override
  protected FormatReader<WeightsView> reader() {
    return new FormatReader<>() {
      @Override
      public String format() {
        return "ocdbt data";
      }

      @Override
      public Reading<WeightsView> read(Source source, Budget budget) {
        return DataReaderTest.read(
            new Source(Place.of(FILE), source.bytes()), "step/manifest.ocdbt", budget);
      }
    };
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(RawStore.sealed(RawStore.TREE, 0, new byte[0]));
  }

  @Override
  protected List<byte[]> broken() {
    return List.of(new byte[0]);
  }

  @Test
  void onlyWhatAManifestDescribesUnderTheNameOfDataIsClaimed() {
    assertThat(read(FILE, "step/manifest.ocdbt")).isInstanceOf(Reading.View.class);
    assertThat(read(FILE, "step/m.xml")).isInstanceOf(Reading.NotMine.class);
    assertThat(read("step/d/model.zst", "step/manifest.ocdbt")).isInstanceOf(Reading.NotMine.class);
    assertThat(read(FILE + ".zst", "step/manifest.ocdbt")).isInstanceOf(Reading.NotMine.class);
    assertThat(read("step/e" + FILE.substring(6), "step/manifest.ocdbt"))
        .isInstanceOf(Reading.NotMine.class);
  }
}
