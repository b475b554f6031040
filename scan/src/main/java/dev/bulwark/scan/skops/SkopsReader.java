package dev.bulwark.scan.skops;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.zip.ZipReader;
import dev.bulwark.scan.zip.ZipView;
import java.util.List;

/// Reads skops archives: zip files with a `schema.json`. Every member is handed on.
public final class SkopsReader implements FormatReader<SkopsView> {
  private static final String SCHEMA = "schema.json";

  /// What skops writes beside the schema: arrays, sparse matrices, bytes.
  private static final List<String> ENDINGS = List.of(".npy", ".npz", ".bin");

  private final ZipReader zip = new ZipReader();

  @Override
  public String format() {
    return "skops";
  }

  @Override
  public Reading<SkopsView> read(Source source, Budget budget) {
    if (!zip.names(source, budget).contains(SCHEMA)) {
      return new Reading.NotMine<>();
    }
    return zip.read(source, budget).map(SkopsReader::view);
  }

  private static SkopsView view(ZipView archive) {
    return new SkopsView(
        archive, archive.members().stream().filter(member -> !known(member.name())).toList());
  }

  private static boolean known(String name) {
    return name.equals(SCHEMA)
        || (name.indexOf('/') < 0 && ENDINGS.stream().anyMatch(name::endsWith));
  }
}
