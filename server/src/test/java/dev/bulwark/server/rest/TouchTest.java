package dev.bulwark.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.server.memo.Answers;
import dev.bulwark.server.sql.Database;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// Work that lasts says so, also after the database did not hear it once.
final class TouchTest {
  @TempDir private Path folder;
  private final Semaphore touches = new Semaphore(0);

  private void awaitTouches() {
    touches.drainPermits();
    try {
      // One may have begun before.
      assertThat(touches.tryAcquire(2, 30, TimeUnit.SECONDS)).as("still touched").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void oneTouchThatFailsIsMadeUpForByTheNext() {
    try (Database database = Database.open("jdbc:sqlite:" + folder.resolve("server.db"))) {
      Answers answers =
          new Answers(
              database,
              () -> {
                touches.release();
                return Instant.EPOCH;
              },
              new SecureRandom());
      Once once = new Once(answers, Duration.ofMillis(10));
      Answers.Known.Taken taken = (Answers.Known.Taken) answers.take("ada", "key", "request");
      once.first(
          taken.claim(),
          () -> {
            database.jdbi().useHandle(it -> it.execute("alter table idempotency rename to away"));
            awaitTouches();
            database.jdbi().useHandle(it -> it.execute("alter table away rename to idempotency"));
            awaitTouches();
            return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(new byte[0]);
          });
      assertThat(answers.take("ada", "key", "request")).isInstanceOf(Answers.Known.Answered.class);
    }
  }
}
