package dev.bulwark.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waiting for what comes in its own time.
final class Instants {
  private Instants() {}

  static void await(BooleanSupplier there, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (!there.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("it did not come within " + patience);
      }
      Thread.sleep(100);
    }
  }
}
