package dev.bulwark.project.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.registry.release.Seen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a place remembers never goes back, however many open there at once.
class PlaceMemoryTest {
  @TempDir Path folder;

  private PlaceMemory memory() {
    return new PlaceMemory(folder.resolve("staging.key.seen"));
  }

  @Test
  void itOnlyGoesUp() {
    memory().remember(new Seen(5, 50));
    memory().remember(new Seen(4, 60));
    assertThat(memory().read()).isEqualTo(new Seen(5, 60));
    memory().remember(new Seen(6, 10));
    assertThat(memory().read()).isEqualTo(new Seen(6, 60));
  }

  @Test
  void nothingSeenIsNoMemory() {
    memory().remember(Seen.NOTHING);
    assertThat(Files.exists(memory().file())).isFalse();
  }

  /// Each goes one generation on from what it read: nobody reads while another has yet to write.
  @Test
  void onlyOneAtATimeReadsAndWrites() {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 100; i++) {
        threads.execute(
            () ->
                memory()
                    .alone(
                        () -> {
                          Seen seen = memory().read();
                          memory().remember(new Seen(seen.generation() + 1, seen.ledger()));
                          return seen;
                        }));
      }
    }
    assertThat(memory().read()).isEqualTo(new Seen(100, 0));
  }
}
