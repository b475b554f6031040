package dev.bulwark.scan.zip;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.util.function.Predicate;

/// Reads zip archives: zip64, stored and deflated members, data descriptors.
///
/// Claims a file that starts with a local header, and one whose end holds an end record that leads
/// to a directory, whatever stands in front. Stored members are handed on without copying; deflated
/// ones while they fit a bound that halves with each level of nesting. An encrypted member, or one
/// packed by another method, is named in the view and not handed on.
public final class ZipReader implements FormatReader<ZipView> {

  @Override
  public String format() {
    return "zip";
  }

  @Override
  public Reading<ZipView> read(Source source, Budget budget) {
    return read(source, budget, _ -> false);
  }

  /// Reads an archive some of whose members are plain data: they are checked as members, and not
  /// handed on to be read.
  ///
  /// @param data whether the member of that name is plain data
  public Reading<ZipView> read(Source source, Budget budget, Predicate<String> data) {
    return new ZipParse(source, budget, data).run();
  }
}
