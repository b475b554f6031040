package dev.bulwark.server.hook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait after a message was not taken: five seconds, then twice as long each time up to
/// six hours, a fifth more or less so that receivers are not all asked at once; at least what the
/// receiver asked for. After three days, or thirty tries, it is given up.
final class Backoff {
  static final int MOST_TRIES = 30;
  static final Duration LONGEST_TRYING = Duration.ofDays(3);

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(6);
  private static final double JITTER = 0.2;

  private Backoff() {}

  /// @param tries so far, at least 1
  static Duration after(int tries, Optional<Duration> asked, RandomGenerator random) {
    Duration plain = FIRST;
    for (int i = 1; i < tries && plain.compareTo(LONGEST) < 0; i++) {
      plain = plain.multipliedBy(2);
    }
    Duration bounded = shorter(plain, LONGEST);
    double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
    Duration jittered = Duration.ofMillis((long) (bounded.toMillis() * factor));
    return shorter(asked.filter(it -> it.compareTo(jittered) > 0).orElse(jittered), LONGEST);
  }

  static boolean isOver(int tries, Instant since, Instant now) {
    return tries >= MOST_TRIES || !now.isBefore(since.plus(LONGEST_TRYING));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
