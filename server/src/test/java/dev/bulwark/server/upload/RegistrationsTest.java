package dev.bulwark.server.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.registry.VersionId;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Releasing;
import dev.bulwark.server.project.Signing;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RegistrationsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger tries = new AtomicInteger();
  private final AtomicInteger failing = new AtomicInteger(Integer.MAX_VALUE);

  private Registrations registrations() {
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    Shell shell =
        new Shell(new Terminal(nowhere, nowhere, false, false), () -> Instant.EPOCH, nanos::get);
    ProjectDesk desk = new ProjectDesk(shell);
    return new Registrations(
        new Releasing(desk, new Signing(desk, _ -> List.of(), (_, _) -> Set.of())),
        (_, _) -> {
          if (tries.incrementAndGet() <= failing.get()) {
            throw new IllegalStateException("a defect");
          }
        },
        nanos::get);
  }

  private void await(int wanted) throws InterruptedException {
    for (int i = 0; i < 100 && tries.get() < wanted; i++) {
      Thread.sleep(20);
    }
    Thread.sleep(100);
    assertThat(tries).hasValue(wanted);
  }

  /// Each is work under the writer's lock.
  @Test
  void anExaminationThatDiesIsNotBegunAgainAtEveryLook() throws InterruptedException {
    Project project = new Project("one", "One", Path.of("one"), "ada", Instant.EPOCH);
    VersionId id = new VersionId("scorer", 1);
    try (Registrations registrations = registrations()) {
      assertThat(registrations.look(project, id)).isTrue();
      await(1);
      for (int i = 0; i < 5; i++) {
        assertThat(registrations.look(project, id)).isFalse();
      }
      nanos.addAndGet(Duration.ofSeconds(31).toNanos());
      assertThat(registrations.look(project, id)).isTrue();
      await(2);
      nanos.addAndGet(Duration.ofSeconds(31).toNanos());
      assertThat(registrations.look(project, id)).as("twice as long").isFalse();
      nanos.addAndGet(Duration.ofSeconds(31).toNanos());
      failing.set(0);
      assertThat(registrations.look(project, id)).isTrue();
      await(3);
      assertThat(registrations.look(project, id)).as("it went well").isTrue();
      await(4);
    }
  }
}
