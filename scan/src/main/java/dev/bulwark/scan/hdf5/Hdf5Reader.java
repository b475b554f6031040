package dev.bulwark.scan.hdf5;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads HDF5 with superblocks of version 0 to 3.
///
/// Claims a file that has the signature where the library looks for it: at its start, or at a power
/// of two from 512 on.
public final class Hdf5Reader implements FormatReader<Hdf5View> {

  @Override
  public String format() {
    return "hdf5";
  }

  @Override
  public Reading<Hdf5View> read(Source source, Budget budget) {
    OptionalLong at = Superblock.find(source);
    if (at.isEmpty()) {
      return new Reading.NotMine<>();
    }
    try {
      return read(new Walk(source, Superblock.read(source, at.getAsLong(), budget)));
    } catch (Broken e) {
      return new Reading.Malformed<>(Optional.empty(), List.of(), e.at(), e.problem());
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  private static Reading<Hdf5View> read(Walk walk) {
    try {
      Hdf5View view = walk.run();
      return walk.broken()
          .<Reading<Hdf5View>>map(
              broken ->
                  new Reading.Malformed<>(
                      Optional.of(view), walk.inside(), broken.at(), broken.problem()))
          .orElseGet(() -> new Reading.View<>(view, walk.inside()));
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(
          Optional.of(walk.view()), walk.inside(), e.reason(), e.problem());
    }
  }
}
