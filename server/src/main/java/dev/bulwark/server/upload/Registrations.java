package dev.bulwark.server.upload;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.intake.Incoming;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.Releasing;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes in what arrived, and examines it while its client asks how far it is.
///
/// A version is in the ledger, Pending, when {@link #take} returns; what it is then comes from an
/// examination in the background. One that a stop or a crash cut off is begun again when somebody
/// asks after the version. Thread-safe.
public final class Registrations implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);
  private static final int AT_ONCE = 2;
  private static final Duration STOPPING = Duration.ofSeconds(20);

  /// How long a failed examination waits before somebody's look begins it again, the first time.
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final Releasing releasing;
  private final Examining examining;
  private final LongSupplier nanoTime;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Map<Key, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
  private final Map<Key, Failures> failures = new ConcurrentHashMap<>();

  private record Key(String system, VersionId version) {}

  /// Runs every check over what a version stores.
  @FunctionalInterface
  interface Examining {
    void examine(Project project, VersionId version);
  }

  /// @param nanoTime a monotonic clock
  public Registrations(Releasing releasing, LongSupplier nanoTime) {
    this(releasing, releasing::examine, nanoTime);
  }

  Registrations(Releasing releasing, Examining examining, LongSupplier nanoTime) {
    this.releasing = releasing;
    this.examining = examining;
    this.nanoTime = nanoTime;
  }

  /// The registry now; examinations of pending versions that nobody is at are begun again.
  public RegistryState state(Project project) {
    RegistryState state = releasing.state(project);
    state.versions().values().stream()
        .filter(version -> version.state() == Version.State.PENDING)
        .forEach(version -> look(project, version.id()));
    return state;
  }

  /// Begins an examination that nobody is at, unless it failed a moment ago.
  ///
  /// @return whether one runs now
  boolean look(Project project, VersionId id) {
    boolean due = isDue(new Key(project.id(), id));
    if (due) {
      begin(project, id);
    }
    return due;
  }

  /// Makes the next version, and begins to examine it.
  public Version take(Project project, Incoming incoming, Releasing.Signer signer) {
    Version version = releasing.take(project, incoming, signer);
    begin(project, version.id());
    return version;
  }

  /// Nobody waits for it: what it comes to is in the ledger.
  private void begin(Project project, VersionId id) {
    CompletableFuture<Void> _ = examine(project, id);
  }

  private CompletableFuture<Void> examine(Project project, VersionId id) {
    Key key = new Key(project.id(), id);
    return running.computeIfAbsent(
        key, _ -> CompletableFuture.runAsync(() -> run(project, key), threads));
  }

  private void run(Project project, Key key) {
    try {
      places.acquire();
      try {
        examining.examine(project, key.version());
        failures.remove(key);
      } finally {
        places.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Fault e) {
      LOG.atWarn()
          .addKeyValue("event", "version.unexamined")
          .addKeyValue("slug", e.type().slug())
          .log();
      failed(key);
    } catch (RuntimeException | Error e) {
      LOG.atError().setCause(e).addKeyValue("event", "version.unexamined").log();
      failed(key);
    } finally {
      CompletableFuture<Void> _ = running.remove(key);
    }
  }

  /// Whoever only looks does not begin a failing examination again and again: it waits twice as
  /// long after each failure.
  private void failed(Key key) {
    failures.merge(
        key,
        new Failures(1, nanoTime.getAsLong()),
        (before, _) -> new Failures(before.times() + 1, nanoTime.getAsLong()));
  }

  private boolean isDue(Key key) {
    Failures before = failures.get(key);
    return before == null
        || nanoTime.getAsLong() - before.at() >= PAUSE.toNanos() << Math.min(before.times() - 1, 6);
  }

  /// @param at the monotonic clock's nanoseconds
  private record Failures(int times, long at) {}

  /// Waits for an examination, not for ever: the version may still be Pending afterwards.
  public Version await(Project project, VersionId id, Duration patience) {
    try {
      examine(project, id).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return releasing.state(project).version(id);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an examination failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFault(ServerFault.BUSY, "the server is stopping", e);
    }
    return releasing.state(project).version(id);
  }

  /// Waits for what runs; it is not interrupted, for a check that is cut is not a check.
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(STOPPING.toSeconds(), TimeUnit.SECONDS)) {
        LOG.atWarn().addKeyValue("event", "examination.left").log();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
