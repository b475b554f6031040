package dev.bulwark.scan.unpack;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;

/// How much a container may unpack to: what honest models reach, and no more.
///
/// 64 MiB are free. Beyond, a container may unpack to 32 times its own size: weights reach ten
/// times at most, text twenty. However large it is, at no moment may it have unpacked to more than
/// 256 MiB and 32 times what was taken from it so far: a bomb in a large file ends as soon as one
/// in a small file, and a long run of zeros in front of honest weights is no bomb. Deflate can
/// reach 1032, other methods a million.
public final class Ratio {
  private static final long MAX = 32;
  private static final long FREE = 64L << 20;
  private static final long AHEAD = 256L << 20;

  private final long packed;
  private long consumed;
  private long produced;

  /// @param packed the size of the container
  public Ratio(long packed) {
    this.packed = packed;
  }

  /// Counts packed bytes that were taken to be unpacked.
  public void consumed(long count) {
    consumed += count;
  }

  /// Counts unpacked bytes.
  ///
  /// @throws Budget.OverLimit when the container unpacks to too much; its budget is not touched
  public void produced(long count) {
    produced += count;
    if (produced > FREE && produced - FREE > MAX * packed) {
      throw over("%d times its %d bytes".formatted(MAX, packed));
    }
    if (produced > FREE + AHEAD && produced - FREE - AHEAD > MAX * consumed) {
      throw over("%d times the %d bytes that were read of it so far".formatted(MAX, consumed));
    }
  }

  private static Budget.OverLimit over(String what) {
    return new Budget.OverLimit(Outcome.Reason.OVER_LIMIT, "it unpacks to more than " + what);
  }
}
