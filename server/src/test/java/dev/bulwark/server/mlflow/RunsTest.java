package dev.bulwark.server.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.upload.UploadLimits;
import dev.bulwark.server.upload.Uploads;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class RunsTest {
  private static final int FULL = 1_000_000;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Runs runs = new Runs(now::get, new SecureRandom(), UploadLimits.DEFAULT);

  private static Uploads.Owner owner(int number) {
    return new Uploads.Owner("system", "person" + number);
  }

  private static Run noted(Run run, int characters) {
    Run next =
        new Run(
            run.id(),
            run.name(),
            run.person(),
            run.started(),
            run.status(),
            run.tags(),
            run.params(),
            run.metrics());
    next.tags().put("note", "x".repeat(characters));
    return next;
  }

  /// @return how many runs with a large note there was room for
  private int fill(Uploads.Owner owner) {
    for (int held = 0; held < 100; held++) {
      String id = runs.begin(owner, "run").id();
      try {
        runs.change(owner, id, run -> noted(run, FULL));
      } catch (ServerFault e) {
        assertThat(e.type()).isEqualTo(ServerFault.TOO_LARGE);
        assertThat(runs.require(owner, id).tags()).as("it is as before").isEmpty();
        return held;
      }
    }
    return 100;
  }

  @Test
  void notesAreBoundedForOnePersonAndForAll() {
    assertThat(fill(owner(0))).isEqualTo(8);
    int all = 8;
    for (int person = 1; person < 20; person++) {
      all += fill(owner(person));
    }
    assertThat(all).as("64 MiB of two bytes a character").isEqualTo(33);
  }

  @Test
  void smallerNotesMakeRoomAndOldRunsGo() {
    Uploads.Owner owner = owner(0);
    String id = runs.begin(owner, "run").id();
    runs.change(owner, id, run -> noted(run, FULL));
    runs.change(owner, id, run -> noted(run, 1));
    assertThat(fill(owner)).isEqualTo(8);
    now.set(Instant.EPOCH.plus(Duration.ofDays(2)));
    assertThat(fill(owner)).isEqualTo(8);
    assertThatThrownBy(() -> runs.require(owner, id)).isInstanceOf(ServerFault.class);
  }
}
