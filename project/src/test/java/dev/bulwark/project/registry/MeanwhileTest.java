package dev.bulwark.project.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MeanwhileTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private final AtomicInteger times = new AtomicInteger();

  @Test
  void theWorkIsDoneAgainUntilTheLastOneIsDone() {
    CompletableFuture<String> slow = new CompletableFuture<>();
    Meanwhile.untilDone(
        List.of(CompletableFuture.completedFuture(1), slow),
        SOON,
        () -> {
          if (times.incrementAndGet() == 3) {
            slow.complete("at last");
          }
        });
    assertThat(times).hasValue(3);
  }

  @Test
  void nothingIsDoneWhenNobodyIsWaitedFor() {
    Meanwhile.untilDone(List.of(), SOON, times::incrementAndGet);
    Meanwhile.untilDone(
        List.of(CompletableFuture.failedFuture(new IllegalStateException())),
        SOON,
        times::incrementAndGet);
    assertThat(times).hasValue(0);
  }

  @Test
  void anInterruptEndsTheWaitingAndStaysSet() {
    Thread.currentThread().interrupt();
    Meanwhile.untilDone(
        List.of(new CompletableFuture<Integer>()), Duration.ofMinutes(1), times::incrementAndGet);
    assertThat(Thread.interrupted()).isTrue();
  }
}
