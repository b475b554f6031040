package dev.bulwark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.Reading;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every format this version reads, on inputs nobody thought of: nothing is thrown, nothing takes
/// more than a second or more than 256 MiB.
///
/// The ordinary build takes a second for each format. `-Pslow` takes thirty minutes for each, or as
/// long as `-Dfuzz.seconds` says; `-Dfuzz.seed` starts elsewhere. An input that fails is kept in
/// `target/fuzz`.
class FuzzTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final long MOST_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long MOST_BYTES = 256L << 20;
  private static final int TRIES = 3;

  private static List<byte[]> seeds = List.of();

  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  @BeforeAll
  static void gather() {
    seeds = FuzzSeeds.all();
    assertThat(seeds).hasSizeGreaterThan(100);
  }

  static Stream<Format<?>> formats() {
    return BuiltinFormats.all().stream();
  }

  static Stream<String> names() {
    return formats().map(Format::name);
  }

  private static Format<?> format(String name) {
    return formats().filter(format -> format.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("names")
  void holdsForSeconds(String name) throws IOException {
    fuzz(format(name), SHORT);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("names")
  void holdsForMinutes(String name) throws IOException {
    fuzz(format(name), Duration.ofSeconds(Long.getLong("fuzz.seconds", 1800)));
  }

  private <V> void fuzz(Format<V> format, Duration howLong) throws IOException {
    List<byte[]> own = FuzzSeeds.of(format, seeds);
    assertThat(own)
        .as("seeds of %s; its reader's test has valid inputs", format.name())
        .isNotEmpty();
    Random random = new Random(Long.getLong("fuzz.seed", 1));
    long end = System.nanoTime() + howLong.toNanos();
    long inputs = 0;
    while (System.nanoTime() < end) {
      byte[] bytes = FuzzMutation.of(own, seeds, random);
      Optional<String> wrong = wrong(format, bytes);
      if (wrong.isPresent()) {
        Path kept = keep(format.name(), bytes);
        throw new AssertionError(wrong.get() + "; input " + inputs + " is kept in " + kept);
      }
      inputs++;
    }
    assertThat(inputs).isPositive();
    IO.println(
        "fuzz %s: %,d s, %,d inputs of %,d seeds"
            .formatted(format.name(), howLong.toSeconds(), inputs, own.size()));
  }

  /// What is wrong with an answer. Slowness is CPU time and asked again: the machine may be busy.
  private <V> Optional<String> wrong(Format<V> format, byte[] bytes) {
    long nanos = Long.MAX_VALUE;
    long allocated = Long.MAX_VALUE;
    for (int i = 0; i < TRIES && (nanos > MOST_NANOS || allocated > MOST_BYTES); i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      long start = threads.getCurrentThreadCpuTime();
      try {
        if (isBroken(format, bytes)) {
          return Optional.of("a check of " + format.name() + " broke");
        }
      } catch (RuntimeException | Error e) {
        return Optional.of("the reader of " + format.name() + " threw " + e);
      }
      nanos = Math.min(nanos, threads.getCurrentThreadCpuTime() - start);
      allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
    }
    if (nanos > MOST_NANOS) {
      return Optional.of("%s took %,d ms".formatted(format.name(), nanos / 1_000_000));
    }
    return allocated > MOST_BYTES
        ? Optional.of("%s took %,d bytes".formatted(format.name(), allocated))
        : Optional.empty();
  }

  private static <V> boolean isBroken(Format<V> format, byte[] bytes) {
    Budget budget = Budget.of(Limits.DEFAULT, System::nanoTime);
    Reading<V> reading = FuzzSeeds.read(format, bytes, budget);
    Optional<V> view =
        switch (reading) {
          case Reading.View<V> whole -> Optional.of(whole.view());
          case Reading.Malformed<V> broken -> broken.before();
          case Reading.OverLimit<V> over -> over.before();
          case Reading.NotMine<V> _ -> Optional.empty();
        };
    return view.isPresent()
        && format.suite().run(view.get(), budget).values().stream()
            .anyMatch(
                outcome ->
                    outcome instanceof Outcome.Undecided undecided
                        && undecided.reason() == Outcome.Reason.BROKEN);
  }

  private static Path keep(String format, byte[] bytes) throws IOException {
    Path folder = Files.createDirectories(Path.of("target/fuzz"));
    Path file =
        folder.resolve(format + "-" + Integer.toHexString(java.util.Arrays.hashCode(bytes)));
    return Files.write(file, bytes);
  }
}
