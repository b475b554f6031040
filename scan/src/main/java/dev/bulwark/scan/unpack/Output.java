package dev.bulwark.scan.unpack;

import dev.bulwark.kernel.check.Budget;
import java.util.Optional;
import java.util.zip.Checksum;

/// Where one packed stream unpacks to: bounded, summed, counted, and kept when it is wanted.
public final class Output {
  private final Budget budget;
  private final Ratio ratio;
  private final Optional<Spool> spool;
  private final Checksum sum;
  private long size;

  /// @param ratio shared by all streams of one container
  /// @param spool empty when the bytes are only to be checked
  /// @param sum is given every byte
  public Output(Budget budget, Ratio ratio, Optional<Spool> spool, Checksum sum) {
    this.budget = budget;
    this.ratio = ratio;
    this.spool = spool;
    this.sum = sum;
  }

  /// How many bytes were written.
  public long size() {
    return size;
  }

  /// Counts packed bytes that were taken for this stream.
  void took(long count) {
    ratio.consumed(count);
  }

  /// @throws Budget.OverLimit when the budget is gone or the container unpacks to too much
  public void write(byte[] bytes, int from, int count) {
    ratio.produced(count);
    sum.update(bytes, from, count);
    if (spool.isPresent()) {
      spool.get().write(bytes, from, count);
    } else {
      budget.bytes(count);
    }
    size += count;
  }
}
