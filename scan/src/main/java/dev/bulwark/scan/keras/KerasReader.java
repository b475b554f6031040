package dev.bulwark.scan.keras;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.zip.ZipReader;
import dev.bulwark.scan.zip.ZipView;
import java.util.List;
import java.util.Set;

/// Reads `.keras` archives: zip files with a `config.json`, and weights or metadata beside it.
///
/// Every member is handed on: the configuration is judged as JSON, the weights as HDF5 or NumPy
/// arrays, assets as what they are.
public final class KerasReader implements FormatReader<KerasView> {
  private static final String CONFIG = "config.json";
  private static final Set<String> BESIDE =
      Set.of("metadata.json", "model.weights.h5", "model.weights.npz", "model.weights.json");
  private static final String SHARDS = "model_";
  private static final String ASSETS = "assets/";

  private final ZipReader zip = new ZipReader();

  @Override
  public String format() {
    return "keras";
  }

  @Override
  public Reading<KerasView> read(Source source, Budget budget) {
    List<String> names = zip.names(source, budget);
    if (!names.contains(CONFIG) || names.stream().noneMatch(BESIDE::contains)) {
      return new Reading.NotMine<>();
    }
    return zip.read(source, budget).map(KerasReader::view);
  }

  private static KerasView view(ZipView archive) {
    return new KerasView(
        archive, archive.members().stream().filter(member -> !known(member.name())).toList());
  }

  private static boolean known(String name) {
    return name.equals(CONFIG)
        || BESIDE.contains(name)
        || name.startsWith(ASSETS)
        || (name.startsWith(SHARDS) && name.endsWith(".weights.h5"));
  }
}
