package dev.bulwark.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.LongSupplier;

/// Times work: wall time, and the CPU time of the whole process, which on a busy machine says what
/// a quiet one could do.
///
/// @param nanoTime a monotonic clock
record Stopwatch(LongSupplier nanoTime) {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /// @param wall in seconds
  /// @param cpu in seconds of all threads
  record Time(double wall, double cpu) {

    /// The median of each part.
    static Time median(List<Time> times) {
      return new Time(
          middle(times.stream().mapToDouble(Time::wall).sorted().toArray()),
          middle(times.stream().mapToDouble(Time::cpu).sorted().toArray()));
    }

    private static double middle(double[] sorted) {
      return sorted[sorted.length / 2];
    }
  }

  /// Work that is timed.
  @FunctionalInterface
  interface Work {
    void run() throws java.io.IOException;
  }

  Time time(Work work) throws java.io.IOException {
    long cpu = PROCESS.getProcessCpuTime();
    long start = nanoTime.getAsLong();
    work.run();
    return new Time(
        (nanoTime.getAsLong() - start) / 1e9, (PROCESS.getProcessCpuTime() - cpu) / 1e9);
  }
}
