package dev.bulwark.server.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// Times by how long they were. Thread-safe.
final class Histogram {
  /// Upper bounds in seconds; 0.3 is what a system's page is held to.
  static final List<Double> BOUNDS =
      List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0);

  private static final double NANOS = 1e9;

  private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.size() + 1);
  private final LongAdder nanos = new LongAdder();

  /// What was seen up to a moment.
  ///
  /// @param counts one a bound, and one for what is above all
  /// @param sum in seconds
  record Taken(List<Long> counts, double sum) {
    Taken {
      counts = List.copyOf(counts);
    }
  }

  void record(long took) {
    double seconds = took / NANOS;
    int bucket = 0;
    while (bucket < BOUNDS.size() && seconds > BOUNDS.get(bucket)) {
      bucket++;
    }
    counts.incrementAndGet(bucket);
    nanos.add(took);
  }

  Taken take() {
    Long[] taken = new Long[BOUNDS.size() + 1];
    Arrays.setAll(taken, counts::get);
    return new Taken(List.of(taken), nanos.sum() / NANOS);
  }
}
