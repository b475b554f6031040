package dev.bulwark.server.memo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.sql.Database;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelNotesTest {
  @TempDir private Path folder;

  @Test
  void aSystemHasAThousandNamesOfModels() {
    try (Database database = Database.open("jdbc:sqlite:" + folder.resolve("server.db"))) {
      ModelNotes notes = new ModelNotes(database, () -> Instant.EPOCH);
      for (int i = 0; i < 1000; i++) {
        notes.create("one", "model" + i);
      }
      assertThatThrownBy(() -> notes.create("one", "another"))
          .isInstanceOfSatisfying(
              ServerFault.class,
              fault -> assertThat(fault.type()).isEqualTo(ServerFault.TOO_LARGE));
      notes.create("two", "another");
      assertThat(notes.all("one")).hasSize(1000);
    }
  }
}
