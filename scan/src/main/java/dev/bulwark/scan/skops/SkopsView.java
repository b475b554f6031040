package dev.bulwark.scan.skops;

import dev.bulwark.scan.zip.ZipView;
import java.util.List;

/// A skops archive: the zip it is, and which of its members skops does not write.
///
/// @param foreign members that are neither the schema, arrays, matrices nor bytes
public record SkopsView(ZipView archive, List<ZipView.Member> foreign) {
  public SkopsView {
    foreign = List.copyOf(foreign);
  }
}
