package dev.bulwark.server.hook;

import dev.bulwark.kernel.fault.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every second what is to be told to whom, and has it told: one thread a hook, which waits
/// for a place for every message. Of several replicas, the one that leads.
///
/// A hook that was told something which could not be written down is left alone for as long as one
/// that did not take it: else it would be told the same every second.
public final class Courier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final Duration STOPPING = Duration.ofSeconds(5);
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final Progress progress;
  private final Round round;
  private final Leading leading;
  private final Duration pause;
  private final RandomGenerator random;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> unrecorded = new ConcurrentHashMap<>();
  private final AtomicLong told = new AtomicLong(System.nanoTime() - QUIET.toNanos());
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public Courier(
      Progress progress, Round round, Leading leading, Duration pause, RandomGenerator random) {
    this.progress = progress;
    this.round = round;
    this.leading = leading;
    this.pause = pause;
    this.random = random;
  }

  /// Begins, once.
  public void start() {
    threads.execute(this::run);
  }

  private void run() {
    try {
      while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      if (leading.leads()) {
        progress.due().stream().filter(hook -> busy.add(hook.id())).forEach(this::begin);
      }
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void begin(Hook hook) {
    threads.execute(
        () -> {
          try {
            deliver(hook.id());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            failed(e);
          } finally {
            busy.remove(hook.id());
          }
        });
  }

  private void deliver(String hook) throws InterruptedException {
    try {
      round.deliver(hook, this::goesOn);
      unrecorded.remove(hook);
    } catch (Round.Unrecorded e) {
      failed(e);
      int tries = unrecorded.merge(hook, 1, Integer::sum);
      Duration rest = Backoff.after(tries, Optional.empty(), random);
      if (stopping.await(rest.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private boolean goesOn() {
    return stopping.getCount() > 0 && leading.leads();
  }

  /// The next look tries again. Said once a minute: what fails now fails every second.
  private void failed(RuntimeException e) {
    long now = System.nanoTime();
    if (now - told.getAndUpdate(before -> now - before < QUIET.toNanos() ? before : now)
        < QUIET.toNanos()) {
      return;
    }
    LOG.atWarn()
        .addKeyValue("event", "webhooks.not-looked-after")
        .addKeyValue("slug", slug(e instanceof Round.Unrecorded ? e.getCause() : e))
        .log();
  }

  private static String slug(@Nullable Throwable e) {
    return switch (e) {
      case Fault fault -> fault.type().slug();
      case null -> "unknown";
      default -> e.getClass().getSimpleName();
    };
  }

  /// What is on its way is not waited for long: it is sent again after the next start.
  @Override
  public void close() {
    stopping.countDown();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(STOPPING.toSeconds(), TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    leading.close();
  }
}
