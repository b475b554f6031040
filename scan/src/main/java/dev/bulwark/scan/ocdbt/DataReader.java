package dev.bulwark.scan.ocdbt;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.weights.WeightsReader;
import dev.bulwark.scan.weights.WeightsView;
import java.util.regex.Pattern;

/// Reads data files of OCDBT by the manifest that describes them: nodes, and values one behind the
/// other. Such a file often begins with a value that is Zstandard, and is no file of Zstandard.
public final class DataReader implements FormatReader<WeightsView> {
  private static final Pattern NAME = Pattern.compile("(.*/)?d/[0-9a-f]{32}");
  private static final String MANIFEST = "manifest.ocdbt";

  /// What a name has behind the last `/`: digits of a random number.
  private static final int DIGITS = 32;

  private final WeightsReader weights = new WeightsReader();

  @Override
  public String format() {
    return "ocdbt data";
  }

  @Override
  public Reading<WeightsView> read(Source source, Budget budget) {
    if (!isNamed(source.place().file())) {
      return new Reading.NotMine<>();
    }
    Reading<WeightsView> reading = weights.read(source, budget);
    return reading instanceof Reading.View<WeightsView>(WeightsView view, var _)
            && view.by().stream().noneMatch(name -> name.endsWith(MANIFEST))
        ? new Reading.NotMine<>()
        : reading;
  }

  private static boolean isNamed(String file) {
    return file.lastIndexOf('/') == file.length() - DIGITS - 1 && NAME.matcher(file).matches();
  }
}
