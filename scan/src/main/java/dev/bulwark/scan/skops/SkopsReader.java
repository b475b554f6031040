package dev.bulwark.scan.skops;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.zip.ZipReader;
import dev.bulwark.scan.zip.ZipView;
import java.util.List;
import java.util.Optional;

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
    return switch (zip.read(source, budget)) {
      case Reading.NotMine<ZipView> _ -> new Reading.NotMine<>();
      case Reading.View<ZipView>(ZipView view, List<Source> inside) ->
          new Reading.View<>(view(view), inside);
      case Reading.Malformed<ZipView>(
              Optional<ZipView> view,
              List<Source> inside,
              long offset,
              String problem) ->
          new Reading.Malformed<>(view.map(SkopsReader::view), inside, offset, problem);
      case Reading.OverLimit<ZipView>(
              Optional<ZipView> view,
              List<Source> inside,
              var reason,
              String problem) ->
          new Reading.OverLimit<>(view.map(SkopsReader::view), inside, reason, problem);
    };
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
