package dev.bulwark.kernel.check;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What is left of some {@link Limits}. One budget is shared by everything that happens to one
/// target, nested containers included, so that a bomb cannot buy itself a second allowance. What is
/// gone stays gone: after bytes, entries or time ran out, everything else is refused as well. Not
/// thread-safe: one examination, one thread.
public final class Budget {
  private static final int TICKS_PER_CLOCK_READ = 1024;

  private final Limits limits;
  private final LongSupplier nanoTime;
  private final long deadline;
  private long bytes;
  private long entries;
  private int depth;
  private int ticks;
  private @Nullable OverLimit gone;

  private Budget(Limits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.deadline = nanoTime.getAsLong() + limits.time().toNanos();
  }

  /// @param nanoTime a monotonic clock in nanoseconds, such as `System::nanoTime` handed in by a
  ///   shell (law 8)
  public static Budget of(Limits limits, LongSupplier nanoTime) {
    return new Budget(limits, nanoTime);
  }

  /// Spends some bytes of reading or producing.
  ///
  /// @throws OverLimit when the allowance is gone
  public void bytes(long count) {
    bytes += count;
    if (bytes > limits.bytes().bytes() || bytes < 0) {
      throw gone(Outcome.Reason.OVER_LIMIT, "more than " + limits.bytes() + " to read");
    }
    tick();
  }

  /// Spends one member, record or key.
  ///
  /// @throws OverLimit when the allowance is gone
  public void entry() {
    entries++;
    if (entries > limits.entries()) {
      throw gone(Outcome.Reason.OVER_LIMIT, "more than " + limits.entries() + " entries");
    }
    tick();
  }

  /// Goes one level down; pair it with {@link #leave} in a `finally`.
  ///
  /// @throws OverLimit when the level is too deep
  public void enter() {
    depth++;
    if (depth > limits.depth()) {
      depth--;
      throw new OverLimit(
          Outcome.Reason.OVER_LIMIT, "nested deeper than " + limits.depth() + " levels");
    }
  }

  public void leave() {
    depth--;
  }

  /// Looks at the clock and at the interrupt flag now and then; cheap enough for a hot loop.
  ///
  /// @throws OverLimit when time ran out or the thread was interrupted, or something ran out before
  public void tick() {
    if (gone != null) {
      throw gone;
    }
    if (ticks++ % TICKS_PER_CLOCK_READ == 0) {
      if (Thread.currentThread().isInterrupted()) {
        throw gone(Outcome.Reason.DEADLINE, "interrupted");
      }
      if (nanoTime.getAsLong() - deadline > 0) {
        throw gone(Outcome.Reason.DEADLINE, "longer than " + limits.time());
      }
    }
  }

  private OverLimit gone(Outcome.Reason reason, String problem) {
    OverLimit limit = new OverLimit(reason, problem);
    gone = limit;
    return limit;
  }

  /// How many bytes may still be spent: what a length field may at most ask for.
  public long bytesLeft() {
    return limits.bytes().bytes() - bytes;
  }

  /// A bound was hit. Becomes {@link Outcome.Undecided}, never a pass; carries no stack trace.
  public static final class OverLimit extends RuntimeException {
    private final Outcome.Reason reason;
    private final String problem;

    public OverLimit(Outcome.Reason reason, String problem) {
      super(problem, null, false, false);
      this.reason = reason;
      this.problem = problem;
    }

    /// Which bound, and its value.
    public String problem() {
      return problem;
    }

    public Outcome.Reason reason() {
      return reason;
    }
  }
}
