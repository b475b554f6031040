package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.server.backup.Backup;
import dev.bulwark.server.backup.BackupFault;
import dev.bulwark.server.backup.Restore;
import dev.bulwark.server.config.Configuration;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Shelves;
import dev.bulwark.server.replica.Postgres;
import dev.bulwark.server.sql.Database;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people do and name while a backup is made, and where one is put back.
final class BackupCareTest {
  private static final String PASSPHRASE = "a passphrase for the backup";
  private static final String ONE = "credit-scoring";
  private static final String TWO = "support-assistant";
  private static final String THREE = "credit-scoring-poisoned";
  private static final PrintStream NOWHERE = new PrintStream(PrintStream.nullOutputStream());
  private static final Shell SHELL =
      new Shell(new Terminal(NOWHERE, NOWHERE, false, false), Instant::now, System::nanoTime);

  @TempDir private Path folder;
  private final ProjectDesk desk = new ProjectDesk(SHELL);
  private Path home;
  private Path archive;
  private Database database;
  private Projects projects;
  private Project system;

  @BeforeEach
  void open() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    archive = folder.resolve("archive");
    database = Database.open(ServerConfig.embedded(home));
    projects = new Projects(database, Instant::now, home.resolve("systems"));
    system = projects.addExample(ONE, "root", desk::check);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void backup(Consumer<String> progress) {
    new Backup(
            home,
            home.resolve("bulwark-server.yaml"),
            database,
            Shelves.IN_FOLDERS,
            true,
            Instant::now)
        .write(archive, PASSPHRASE, progress);
  }

  private void backup() {
    backup(_ -> {});
  }

  private Path back() {
    return folder.resolve("back");
  }

  private List<String> restored(String url, Configuration settings, Consumer<String> progress) {
    return new Restore(
            back(),
            url,
            Optional.empty(),
            at -> Sharing.shelves(at, ServerConfig.of(back(), settings)),
            Instant::now)
        .read(archive, PASSPHRASE, List.of(), progress)
        .systems();
  }

  private List<String> restored() {
    return restored(ServerConfig.embedded(back()), Configuration.defaults(), _ -> {});
  }

  private void assertNotMade(String because) {
    assertThatThrownBy(this::backup)
        .isInstanceOfSatisfying(
            BackupFault.class, e -> assertThat(e.type()).isEqualTo(BackupFault.NOT_MADE))
        .hasMessageContaining(because);
    assertThat(archive).doesNotExist();
  }

  @Test
  void aSystemThatComesMeanwhileIsInItOrNot() {
    backup(
        line -> {
          if (line.equals("copying the database")) {
            projects.addExample(TWO, "root", desk::check);
          }
          if (line.equals("copying " + ONE)) {
            projects.addExample(THREE, "root", desk::check);
          }
        });
    assertThat(restored())
        .hasSize(2)
        .anyMatch(line -> line.startsWith(ONE + "  "))
        .anyMatch(line -> line.startsWith(TWO + "  "));
  }

  @Test
  void namesThatPeopleGiveAreKept() throws IOException {
    Path deep = system.folder().resolve("a/".repeat(63) + "file");
    Files.createDirectories(deep.getParent());
    Files.writeString(deep, "deep");
    for (String name : List.of("lock", "cells.lock", "examine~/x", "data/fetch~/y", "notes~")) {
      Path file = system.folder().resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    backup();
    assertThat(restored()).hasSize(1);
    Path there = back().resolve("systems").resolve(ONE);
    assertThat(there.resolve("a/".repeat(63) + "file")).hasContent("deep");
    for (String name : List.of("lock", "cells.lock", "examine~/x", "data/fetch~/y", "notes~")) {
      assertThat(there.resolve(name)).hasContent(name);
    }
    assertThat(there.resolve(".bulwark/ledger/lock")).doesNotExist();
  }

  @Test
  void aLinkIsRefused() throws IOException {
    Files.createSymbolicLink(system.folder().resolve("weights.bin"), folder.resolve("elsewhere"));
    assertNotMade("weights.bin");
  }

  @Test
  void whatCouldNotBeReadAgainIsNotMade() throws IOException {
    Files.writeString(system.folder().resolve("a\nname"), "odd");
    assertNotMade("control characters");
  }

  @Test
  void aLedgerThatIsGoneIsNoBackup() throws IOException {
    Files.move(system.folder().resolve(".bulwark/ledger"), folder.resolve("gone"));
    assertNotMade("expected the ledger of " + ONE);
  }

  @Test
  void oneAtATime() {
    AtomicReference<String> told = new AtomicReference<>("");
    backup(
        line -> {
          if (line.equals("sealing")) {
            assertThatThrownBy(this::backup)
                .isInstanceOf(BackupFault.class)
                .satisfies(e -> told.set(e.getMessage()));
          }
        });
    assertThat(told.get()).contains("expected no other backup");
    assertThat(restored()).hasSize(1);
    assertThat(home.resolve("backup~")).doesNotExist();
  }

  @Test
  void aDatabaseThatIsInUseIsNotEmptied() throws IOException {
    backup();
    Path live = Files.createDirectories(folder.resolve("live")).resolve("server.db");
    String url = "jdbc:sqlite:" + live;
    try (Database used = Database.open(url)) {
      new Projects(used, Instant::now, live.resolveSibling("systems"))
          .add(new Project("mine", "Mine", live.resolveSibling("mine"), "ada", Instant.EPOCH));
    }
    assertThatThrownBy(() -> restored(url, Configuration.defaults(), _ -> {}))
        .isInstanceOfSatisfying(
            BackupFault.class, e -> assertThat(e.type()).isEqualTo(BackupFault.NOT_EMPTY));
    try (Database used = Database.open(url)) {
      assertThat(new Projects(used, Instant::now, live.resolveSibling("systems")).all())
          .extracting(Project::id)
          .containsExactly("mine");
    }
  }

  @Test
  void theSettingsOfBeforeCountForNothingYet() throws IOException {
    Files.writeString(home.resolve("bulwark-server.yaml"), "database: jdbc:sqlite:/srv/live.db\n");
    backup();
    restored();
    assertThat(back().resolve("bulwark-server.yaml")).doesNotExist();
    assertThat(back().resolve("bulwark-server.yaml.restored")).content().contains("/srv/live.db");
  }

  @Test
  void aMarkerThatWasCutOffIsPassedOver() throws IOException {
    backup();
    Files.createDirectories(back());
    Files.writeString(back().resolve("restore~"), "sha256:0123");
    Files.writeString(back().resolve("restore~.part"), "sha");
    assertThat(restored()).hasSize(1);
    assertThat(Restore.isUnfinished(back())).isFalse();
    assertThat(back().resolve("restore~.part")).doesNotExist();
  }

  /// What the database says while rows are put back is of the restore.
  @Test
  void aRestoreThatTheDatabaseRefusesSaysSo() {
    backup();
    try (Postgres postgres = new Postgres()) {
      String url = postgres.schema();
      assertThatThrownBy(
              () ->
                  restored(
                      url,
                      Configuration.defaults(),
                      line -> {
                        if (line.equals("putting the rows back")) {
                          try (Database odd = Database.open(url)) {
                            odd.jdbi()
                                .useHandle(
                                    handle ->
                                        handle.execute(
                                            "alter table system add constraint no check (false)"));
                          }
                        }
                      }))
          .isInstanceOfSatisfying(
              BackupFault.class, e -> assertThat(e.type()).isEqualTo(BackupFault.NOT_RESTORED));
    }
  }

  /// Ledgers in PostgreSQL, under load.
  @Test
  void aBackupOfReplicasIsWhole() {
    try (Postgres postgres = new Postgres()) {
      String url = postgres.schema();
      Configuration settings =
          Configuration.of(Map.of("replicas.enabled", "true", "database", url));
      AtomicBoolean stop = new AtomicBoolean();
      try (Database shared = Database.open(url)) {
        Shelves shelves = Sharing.shelves(shared, ServerConfig.of(home, settings));
        Path at = folder.resolve("shared");
        Projects systems = new Projects(shared, Instant::now, at.resolve("systems"), shelves);
        Project project = systems.addExample(ONE, "root", desk::check);
        Thread load =
            Thread.ofPlatform()
                .start(
                    () -> {
                      while (!stop.get()) {
                        desk.check(project);
                      }
                    });
        long before = desk.ledgerSize(project);
        new Backup(at, at.resolve("none"), shared, shelves, false, Instant::now)
            .write(
                archive,
                PASSPHRASE,
                line -> {
                  if (line.equals("copying " + ONE)) {
                    waitForMore(project);
                  }
                });
        stop.set(true);
        load.join();
        assertThat(desk.ledgerSize(project)).isGreaterThan(before);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      String other = postgres.schema();
      Configuration there = Configuration.of(Map.of("replicas.enabled", "true", "database", other));
      assertThat(restored(other, there, _ -> {}))
          .singleElement()
          .asString()
          .startsWith(ONE + "  ")
          .contains(" entries  sha256:");
    }
  }

  private void waitForMore(Project project) {
    long size = desk.ledgerSize(project);
    long until = System.nanoTime() + 60_000_000_000L;
    while (desk.ledgerSize(project) == size && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  /// Files alone are no backup of a server whose ledgers are in the database.
  @Test
  void whatWasOfFilesIsNotPutWhereLedgersAreShared() {
    backup();
    try (Postgres postgres = new Postgres()) {
      String url = postgres.schema();
      Configuration settings =
          Configuration.of(Map.of("replicas.enabled", "true", "database", url));
      assertThatThrownBy(() -> restored(url, settings, _ -> {}))
          .isInstanceOfSatisfying(
              BackupFault.class, e -> assertThat(e.type()).isEqualTo(BackupFault.REFUSED))
          .hasMessageContaining("replicas.enabled");
    }
  }

  /// Switched between two starts: the server does not begin a second history.
  @Test
  void aServerThatWasSwitchedDoesNotStart() throws IOException {
    Files.setPosixFilePermissions(
        home, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    Path ledger = system.folder().resolve(".bulwark/ledger");
    Path away = folder.resolve("away");
    Files.move(ledger, away);
    assertThatThrownBy(() -> RunningServer.in(home))
        .isInstanceOf(dev.bulwark.kernel.fault.Fault.class)
        .hasMessageContaining("expected in files the ledger");
    Files.move(away, ledger);
    RunningServer.in(home).close();
  }
}
