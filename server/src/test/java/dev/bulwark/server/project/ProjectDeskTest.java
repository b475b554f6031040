package dev.bulwark.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.server.sql.Database;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a system stands, for those who may not wait.
final class ProjectDeskTest {
  private static final PrintStream NOWHERE = new PrintStream(PrintStream.nullOutputStream());

  @TempDir private Path folder;
  private final Thread asking = Thread.currentThread();
  private final CountDownLatch released = new CountDownLatch(1);
  private final Set<Thread> looking = ConcurrentHashMap.newKeySet();
  private volatile Instant now = Instant.parse("2026-11-24T10:00:00Z");
  private volatile boolean hangs;

  /// The clock; whoever else asks it while it hangs waits.
  private Instant clock() {
    if (hangs && Thread.currentThread() != asking) {
      looking.add(Thread.currentThread());
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return now;
  }

  @Test
  void whoAsksForWhatIsFreshWaitsForALookNoLongerThanTheyWill() {
    try (Database database = Database.open("jdbc:sqlite:" + folder.resolve("x.db"))) {
      Projects projects = new Projects(database, Instant::now, folder.resolve("systems"));
      ProjectDesk desk =
          new ProjectDesk(
              new Shell(
                  new Terminal(NOWHERE, NOWHERE, false, false), this::clock, System::nanoTime));
      Project project = projects.addExample("credit-scoring", "root", desk::check);
      hangs = true;
      long begin = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        assertThat(desk.fresh(project, Duration.ofMillis(20))).isEmpty();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
      assertThat(looking).as("one look, however many ask").hasSizeLessThanOrEqualTo(1);
      hangs = false;
      released.countDown();
      assertThat(asOf(desk, project)).isEqualTo(now);

      now = now.plusSeconds(50);
      assertThat(asOf(desk, project)).isEqualTo(now.minusSeconds(50));
      now = now.plusSeconds(10);
      assertThat(asOf(desk, project)).as("a minute late at most").isEqualTo(now);
    }
  }

  private static Instant asOf(ProjectDesk desk, Project project) {
    return desk.fresh(project, Duration.ofMinutes(1)).orElseThrow().assessment().asOf();
  }
}
