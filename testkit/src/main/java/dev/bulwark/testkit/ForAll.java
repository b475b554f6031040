package dev.bulwark.testkit;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A small seeded property runner. Every case has its own seed, and a failure prints it, so that
/// one case can be run again alone: `ForAll.seed(0x1234, random -> …)`.
public final class ForAll {
  private static final RandomGeneratorFactory<RandomGenerator> XOSHIRO =
      RandomGeneratorFactory.of("Xoshiro256PlusPlus");
  private static final long FIRST_SEED = 0x6275_6c77_6172_6bL;

  private ForAll() {}

  /// Runs the property on `cases` generators, always the same ones.
  ///
  /// @throws AssertionError naming the seed of the first case that fails
  public static void cases(int cases, Consumer<RandomGenerator> property) {
    for (int i = 0; i < cases; i++) {
      seed(FIRST_SEED + i, property);
    }
  }

  public static void seed(long seed, Consumer<RandomGenerator> property) {
    try {
      property.accept(XOSHIRO.create(seed));
    } catch (RuntimeException | Error e) {
      throw new AssertionError(
          "fails with ForAll.seed(0x" + Long.toHexString(seed) + "L, …): " + e, e);
    }
  }
}
