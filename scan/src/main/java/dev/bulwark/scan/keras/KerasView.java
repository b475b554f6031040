package dev.bulwark.scan.keras;

import dev.bulwark.scan.zip.ZipView;
import java.util.List;

/// A `.keras` archive: the zip it is, and what in it Keras does not write.
///
/// @param foreign members that are neither configuration, weights nor assets
public record KerasView(ZipView archive, List<ZipView.Member> foreign) {
  public KerasView {
    foreign = List.copyOf(foreign);
  }
}
