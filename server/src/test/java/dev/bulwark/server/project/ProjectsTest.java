package dev.bulwark.server.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.project.workspace.Home;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.sql.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders of systems while rows go missing and others are at work.
final class ProjectsTest {
  private static final String EXAMPLE = "credit-scoring";

  @TempDir private Path folder;
  private Database database;
  private Path root;
  private Projects projects;

  @BeforeEach
  void open() {
    database = Database.open("jdbc:sqlite:" + folder.resolve("x.db"));
    root = folder.resolve("systems");
    projects = new Projects(database, () -> Instant.EPOCH, root);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Path sent(String name, String text) throws IOException {
    Path files = Files.createDirectories(folder.resolve("spool").resolve(name));
    Files.writeString(files.resolve("bulwark.yaml"), text);
    return files;
  }

  private void loseTheRows() {
    database.jdbi().useHandle(handle -> handle.execute("delete from system"));
  }

  /// A database that was put back without a system, and then the system comes again.
  @Test
  void aFolderWithKeysIsSetAsideAndNeverDeleted() throws IOException {
    projects.addFiles("scorer", "Scorer", sent("a", "first"), "files-a", "ada", _ -> {});
    Path judge = root.resolve("scorer/.bulwark/keys/judge.key");
    Files.createDirectories(judge.getParent());
    Files.writeString(judge, "of the first");
    loseTheRows();
    projects.addFiles("scorer", "Scorer", sent("b", "second"), "files-b", "ada", _ -> {});
    assertThat(root.resolve("scorer~1/.bulwark/keys/judge.key")).hasContent("of the first");
    assertThat(root.resolve("scorer~1/files-a/bulwark.yaml")).hasContent("first");
    assertThat(judge).doesNotExist();
    Files.createDirectories(root.resolve("scorer/.bulwark/ledger"));
    loseTheRows();
    projects.addFiles("scorer", "Scorer", sent("c", "third"), "files-c", "ada", _ -> {});
    assertThat(root.resolve("scorer~2/files-b/bulwark.yaml")).hasContent("second");
    assertThat(projects.require("scorer").files().resolve("bulwark.yaml")).hasContent("third");
  }

  @Test
  void anExampleSetsAsideToo() throws IOException {
    Path judge = root.resolve(EXAMPLE).resolve(".bulwark/keys/judge.key");
    Files.createDirectories(judge.getParent());
    Files.writeString(judge, "of somebody");
    projects.addExample(EXAMPLE, "ada", _ -> {});
    assertThat(root.resolve(EXAMPLE + "~1/.bulwark/keys/judge.key")).hasContent("of somebody");
    assertThat(root.resolve(EXAMPLE).resolve("bulwark.yaml")).exists();
  }

  @Test
  void aTakingInThatLeftNoEvidenceIsReplaced() throws IOException {
    Path left = Files.createDirectories(root.resolve("scorer/files-x"));
    projects.addFiles("scorer", "Scorer", sent("a", "first"), "files-a", "ada", _ -> {});
    assertThat(left).doesNotExist();
    assertThat(root.resolve("scorer~1")).doesNotExist();
  }

  /// Two replicas: while the one has looked and not yet let its files count, the other lets its
  /// own.
  @Test
  void twoReplacementsNeverNameAFolderThatIsGone() throws IOException {
    projects.addFiles("scorer", "Scorer", sent("a", "first"), "files-a", "ada", _ -> {});
    Path second = sent("b", "second");
    Path third = sent("c", "third");
    AtomicBoolean armed = new AtomicBoolean(true);
    Shelves interleaving =
        new Shelves() {
          @Override
          public Home of(String system, Path at) {
            if (armed.getAndSet(false)) {
              projects.replaceFiles("scorer", "Scorer", second, "files-b");
            }
            return Home.of(at);
          }

          @Override
          public Turn turn(String system) {
            return IN_FOLDERS.turn(system);
          }
        };
    Projects slow = new Projects(database, () -> Instant.EPOCH, root, interleaving);
    assertThatThrownBy(() -> slow.replaceFiles("scorer", "Scorer", third, "files-c"))
        .isInstanceOfSatisfying(
            ServerFault.class, e -> assertThat(e.type()).isEqualTo(ServerFault.BUSY));
    Project now = projects.require("scorer");
    assertThat(now.files().resolve("bulwark.yaml")).hasContent("second");
    assertThat(now.folder().resolve("files-c")).doesNotExist();
    projects.replaceFiles("scorer", "Scorer", sent("d", "fourth"), "files-d");
    assertThat(now.folder().resolve("files-a")).doesNotExist();
    assertThat(now.folder().resolve("files-b")).as("for whoever looks at them").exists();
  }
}
