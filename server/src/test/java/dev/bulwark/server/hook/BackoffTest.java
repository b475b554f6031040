package dev.bulwark.server.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  @Test
  void itWaitsTwiceAsLongEachTimeGiveOrTakeAFifthUpToSixHours() {
    Random random = new Random(1);
    for (int tries = 1; tries <= 40; tries++) {
      double plain = Math.min(5_000 * Math.pow(2, tries - 1), Duration.ofHours(6).toMillis());
      for (int i = 0; i < 50; i++) {
        assertThat((double) Backoff.after(tries, Optional.empty(), random).toMillis())
            .isBetween(plain * 0.8 - 1, Math.min(plain * 1.2, Duration.ofHours(6).toMillis()));
      }
    }
  }

  @Test
  void twoHooksAreNotAskedAtTheSameMoment() {
    assertThat(Backoff.after(5, Optional.empty(), new Random(1)))
        .isNotEqualTo(Backoff.after(5, Optional.empty(), new Random(2)));
  }

  @Test
  void whatAReceiverAsksForIsTheLeastAndBounded() {
    Random random = new Random(1);
    assertThat(Backoff.after(1, Optional.of(Duration.ofHours(1)), random))
        .isEqualTo(Duration.ofHours(1));
    assertThat(Backoff.after(1, Optional.of(Duration.ZERO), random))
        .isGreaterThan(Duration.ofSeconds(3));
    assertThat(Backoff.after(1, Optional.of(Duration.ofDays(30)), random))
        .isEqualTo(Duration.ofHours(6));
  }

  @Test
  void itIsOverByAgeOrByTries() {
    Instant now = Instant.parse("2026-11-24T10:00:00Z");
    assertThat(Backoff.isOver(1, now, now)).isFalse();
    assertThat(Backoff.isOver(30, now, now)).isTrue();
    assertThat(Backoff.isOver(2, now.minus(Duration.ofDays(3)), now)).isTrue();
    assertThat(Backoff.isOver(2, now.minus(Duration.ofDays(3)).plusMillis(1), now)).isFalse();
  }
}
