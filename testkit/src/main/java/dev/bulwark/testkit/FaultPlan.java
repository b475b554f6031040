package dev.bulwark.testkit;

import dev.bulwark.kernel.store.StoreFault;

/// Lets the n-th write of some stores fail, in the two ways a write can: it is kept, or it is lost,
/// and the caller hears the same fault (law 11). Not thread-safe.
///
/// Run the scenario once with {@link #none} to learn how many writes it has, then once for every
/// one of them and every way.
public final class FaultPlan {
  private final long failing;
  private final long count;
  private final boolean kept;
  private long writes;

  private FaultPlan(long failing, long count, boolean kept) {
    this.failing = failing;
    this.count = count;
    this.kept = kept;
  }

  public static FaultPlan none() {
    return new FaultPlan(Long.MAX_VALUE, 0, false);
  }

  /// @param failing the first write that fails, from 0
  /// @param count how many in a row do
  /// @param kept whether what is written is there although the caller hears a fault
  public static FaultPlan of(long failing, long count, boolean kept) {
    return new FaultPlan(failing, count, kept);
  }

  /// How many writes have been asked for.
  public long writes() {
    return writes;
  }

  /// Whether the plan has struck.
  public boolean struck() {
    return writes > failing;
  }

  /// Does one write, or fails it.
  ///
  /// @throws StoreFault `store-unavailable` when it is this write's turn
  public void write(Runnable action) {
    long number = writes++;
    boolean fails = number >= failing && number - failing < count;
    if (!fails || kept) {
      action.run();
    }
    if (fails) {
      throw new StoreFault(
          StoreFault.UNAVAILABLE,
          "planned fault of write " + number + (kept ? ", kept" : ", lost"));
    }
  }
}
