package dev.bulwark.scan.unpack;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;

/// How much a container may unpack to, by its own size: 64 MiB freely, then 200 times as much as it
/// takes itself. Deflate can reach 1032, other methods a million; what real models reach is far
/// below.
public final class Ratio {
  private static final long MAX = 200;
  private static final long FREE = 64L << 20;

  private final long packed;
  private long produced;

  /// @param packed the size of the container
  public Ratio(long packed) {
    this.packed = packed;
  }

  /// Counts unpacked bytes.
  ///
  /// @throws Budget.OverLimit when the container unpacks to too much; its budget is not touched
  public void produced(long count) {
    produced += count;
    if (produced > FREE && produced / MAX > packed) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT,
          "it unpacks to more than %d times its %d bytes".formatted(MAX, packed));
    }
  }
}
