package dev.bulwark.server.hook;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How many messages are on their way at once: sixteen, and two of one system's, in the order they
/// came. A place is one message's, not one hook's: who has many to tell queues for each.
///
/// Receivers that are slow keep waiting those of their own system, and, from eight such systems on,
/// others for as long as one message may take. Thread-safe.
final class Places {
  private static final int ALL = 16;
  private static final int OF_ONE_SYSTEM = 2;

  private final Semaphore all = new Semaphore(ALL, true);
  private final Map<String, Semaphore> own = new ConcurrentHashMap<>();

  /// Waits for a place, which is to be left.
  void enter(String system) throws InterruptedException {
    Semaphore theirs = of(system);
    theirs.acquire();
    try {
      all.acquire();
    } catch (InterruptedException e) {
      theirs.release();
      throw e;
    }
  }

  /// @return whether there was a place in time, which is to be left
  boolean enter(String system, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    Semaphore theirs = of(system);
    if (!theirs.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    boolean entered = false;
    try {
      entered = all.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      return entered;
    } finally {
      if (!entered) {
        theirs.release();
      }
    }
  }

  void leave(String system) {
    all.release();
    of(system).release();
  }

  private Semaphore of(String system) {
    return own.computeIfAbsent(system, _ -> new Semaphore(OF_ONE_SYSTEM, true));
  }
}
