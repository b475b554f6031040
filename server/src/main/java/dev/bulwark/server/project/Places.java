package dev.bulwark.server.project;

import dev.bulwark.server.ServerFault;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Who is sending a system's files now, by form or by program: few at a time, and each person once.
/// Thread-safe.
public final class Places {
  private static final int AT_ONCE = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private final Set<String> taken = new HashSet<>();

  /// Until it is closed.
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /// Takes a place, before anything of the files is read.
  ///
  /// @param person who sends, or whose token does
  /// @param patience how long to wait for one
  /// @throws ServerFault `busy`
  public Place take(String person, Duration patience) {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (taken.size() == AT_ONCE || taken.contains(person)) {
        if (left <= 0) {
          throw busy();
        }
        left = freed.awaitNanos(left);
      }
      taken.add(person);
      return () -> free(person);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } finally {
      lock.unlock();
    }
  }

  private static ServerFault busy() {
    return new ServerFault(
        ServerFault.BUSY,
        "expected one zip of yours at a time and at most %d of all to come side by side, found more; try again"
            .formatted(AT_ONCE));
  }

  private void free(String person) {
    lock.lock();
    try {
      taken.remove(person);
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
