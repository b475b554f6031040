package dev.bulwark.project.registry;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Something to do again and again while others are waited for.
final class Meanwhile {
  private Meanwhile() {}

  /// Waits until all are done, one way or the other, and does the work each time so much has
  /// passed. An interrupt ends the waiting and stays set.
  static void untilDone(
      Collection<? extends CompletableFuture<?>> all, Duration every, Runnable work) {
    CompletableFuture<Void> done =
        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
    while (!isDone(done, every)) {
      work.run();
    }
  }

  private static boolean isDone(CompletableFuture<Void> all, Duration within) {
    try {
      all.get(within.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
