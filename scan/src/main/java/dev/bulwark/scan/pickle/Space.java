package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;

/// How many 64-bit words one reading may hold on the heap, in all its tables together.
final class Space {
  private final long limit;
  private long used;

  Space(long limitWords) {
    this.limit = limitWords;
  }

  /// @throws Budget.OverLimit when the words are gone
  void take(long words) {
    used += words;
    if (used > limit) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT, "more than " + limit + " words of memory for one pickle");
    }
  }

  void giveBack(long words) {
    used -= words;
  }
}
