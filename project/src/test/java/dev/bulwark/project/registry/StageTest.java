package dev.bulwark.project.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.project.workspace.WorkspaceFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rehearsal writes below its own folder and nowhere else.
class StageTest {
  @TempDir Path folder;
  private Path project;
  private Path elsewhere;
  private Path stage;

  @BeforeEach
  void project() throws IOException {
    project = Files.createDirectory(folder.resolve("project"));
    elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    stage = folder.resolve("stage");
    Files.createDirectories(project.resolve("data/models"));
    Files.writeString(project.resolve("data/models/old.bin"), "old");
    Files.writeString(project.resolve("data/rows.csv"), "rows");
    Files.createSymbolicLink(project.resolve("linked"), elsewhere);
  }

  private void lay(String place) {
    Stage.project(project, project.resolve(".bulwark"), place, stage);
  }

  @Test
  void aProjectIsLaidOutWithoutThePlace() {
    lay("data/models");
    assertThat(stage.resolve("data/rows.csv")).hasContent("rows");
    assertThat(stage.resolve("data/models")).doesNotExist();
    assertThat(Stage.unfit(project, "data/new/deeper")).isEmpty();
  }

  @Test
  void aPlaceThatLeadsElsewhereIsRefused() {
    for (String place : new String[] {"linked", "linked/models", "data/rows.csv"}) {
      assertThat(Stage.unfit(project, place)).as(place).isPresent();
      assertThatThrownBy(() -> lay(place))
          .as(place)
          .isInstanceOfSatisfying(
              WorkspaceFault.class,
              fault -> assertThat(fault.type()).isEqualTo(WorkspaceFault.INVALID));
    }
    assertThat(stage).doesNotExist();
    assertThat(elsewhere).isEmptyDirectory();
  }
}
