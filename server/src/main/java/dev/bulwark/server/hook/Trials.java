package dev.bulwark.server.hook;

import dev.bulwark.server.ServerFault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Tests that people and programs ask for: one of a hook every few seconds, so that nobody has this
/// server call at a door without end. Kept in memory, for each replica. Thread-safe.
final class Trials {
  static final Duration APART = Duration.ofSeconds(3);

  private final InstantSource clock;
  private final Map<String, Instant> last = new ConcurrentHashMap<>();

  Trials(InstantSource clock) {
    this.clock = clock;
  }

  /// @throws ServerFault `too-many-attempts`
  void begin(String hook) {
    Instant now = clock.instant();
    last.values().removeIf(at -> !now.isBefore(at.plus(APART)));
    if (last.putIfAbsent(hook, now) != null) {
      throw new ServerFault(
          ServerFault.TOO_MANY,
          "expected one test of a webhook every %d seconds, found another just before; wait"
              .formatted(APART.toSeconds()));
    }
  }
}
