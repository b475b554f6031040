package dev.bulwark.server.bench;

import java.time.Duration;
import java.util.Arrays;

/// How long answers took; a summary of many.
///
/// @param count of answers
/// @param median and the others: at most this for that part of the answers
record Latencies(int count, Duration median, Duration p95, Duration p99, Duration most) {

  static Latencies of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latencies(
        sorted.length, at(sorted, 50), at(sorted, 95), at(sorted, 99), at(sorted, 100));
  }

  /// The smallest value that at least this part of the answers does not exceed.
  private static Duration at(long[] sorted, int percent) {
    if (sorted.length == 0) {
      return Duration.ZERO;
    }
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return Duration.ofNanos(sorted[Math.max(0, rank - 1)]);
  }

  String words() {
    return "p50 %s · p95 %s · p99 %s · most %s, of %,d answers"
        .formatted(millis(median), millis(p95), millis(p99), millis(most), count);
  }

  private static String millis(Duration time) {
    return String.format(java.util.Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
  }
}
