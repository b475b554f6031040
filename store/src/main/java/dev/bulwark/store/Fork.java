package dev.bulwark.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Blocking work on several things side by side, each on a virtual thread of its own, at most 32 at
/// once.
final class Fork {
  private static final int AT_ONCE = 32;

  private Fork() {}

  interface Work<T> {
    void on(T item) throws IOException;
  }

  /// Does the work on every item and waits for all of them.
  ///
  /// @throws IOException the first that was thrown, when all have ended
  static <T> void each(Collection<T> items, Work<T> work) throws IOException {
    if (items.size() == 1) {
      work.on(items.iterator().next());
      return;
    }
    Semaphore turns = new Semaphore(AT_ONCE);
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (T item : items) {
        running.add(
            threads.submit(
                () -> {
                  turns.acquireUninterruptibly();
                  try {
                    work.on(item);
                  } finally {
                    turns.release();
                  }
                  return null;
                }));
      }
    }
    for (Future<?> one : running) {
      rethrow(one);
    }
  }

  private static void rethrow(Future<?> ended) throws IOException {
    if (ended.state() == Future.State.FAILED) {
      switch (ended.exceptionNow()) {
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Throwable e -> throw new IllegalStateException(new ExecutionException(e));
      }
    }
  }
}
