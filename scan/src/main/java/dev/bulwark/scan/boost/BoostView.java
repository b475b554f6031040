package dev.bulwark.scan.boost;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import java.util.List;

/// A boosted model and what in it does not fit together.
///
/// @param trees how many were read
/// @param known how many bytes the model accounts for
public record BoostView(Source source, long trees, List<Misfit> misfits, long known) {
  public BoostView {
    misfits = List.copyOf(misfits);
  }

  /// @param what expected and found
  public record Misfit(Place place, String what) {}

  public long unexplained() {
    return source.size() - known;
  }
}
