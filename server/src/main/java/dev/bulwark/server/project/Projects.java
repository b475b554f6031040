package dev.bulwark.server.project;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.sql.Database;
import dev.bulwark.server.sql.Micros;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// The list of the systems, and their folders below one of the server's own.
public final class Projects {
  /// What the folder of files that were sent begins with.
  static final String FILES = "files-";

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Path root;
  private final Shelves shelves;
  private final ReentrantLock adding = new ReentrantLock();

  /// @param root the folder that holds one folder a system
  public Projects(Database database, InstantSource clock, Path root) {
    this(database, clock, root, Shelves.IN_FOLDERS);
  }

  /// @param shelves where the evidence is
  public Projects(Database database, InstantSource clock, Path root, Shelves shelves) {
    this.shelves = shelves;
    this.jdbi = database.jdbi();
    this.clock = clock;
    this.root = root;
  }

  public List<Project> all() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from system order by title, id")
                .map((rs, _) -> project(rs))
                .list());
  }

  public Optional<Project> find(String id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from system where id = :id")
                .bind("id", id)
                .map((rs, _) -> project(rs))
                .findOne());
  }

  /// @throws ServerFault `not-found`
  public Project require(String id) {
    return find(id)
        .orElseThrow(
            () -> new ServerFault(ServerFault.NOT_THERE, "there is nothing at this address"));
  }

  /// Takes in a copy of an example. The row is written last: a crash before it leaves a folder that
  /// the next attempt sets aside.
  ///
  /// @param first what must succeed before it is listed
  /// @throws ServerFault `not-found`, `already-there`
  public Project addExample(String name, String by, Consumer<Project> first) {
    adding.lock();
    try (Shelves.Turn turn = shelves.turn(name)) {
      if (!Examples.NAMES.contains(name)) {
        throw new ServerFault(
            ServerFault.NOT_THERE,
            "expected one of the examples " + Examples.NAMES + ", found another");
      }
      if (find(name).isPresent()) {
        throw taken(name);
      }
      Path folder = root.resolve(name);
      turn.clear(() -> setAside(folder));
      copy(name, folder);
      Project project =
          new Project(name, title(name), folder, "", shelves.of(name, folder), by, clock.instant());
      first.accept(project);
      return add(project);
    } finally {
      adding.unlock();
    }
  }

  /// Takes in a system with files of its own. The row is written last, as for an example.
  ///
  /// @param files moved to where they stay
  /// @param within the name of their folder from now on
  /// @param first what must succeed before it is listed
  /// @throws ServerFault `already-there`, `storage-failed`
  Project addFiles(
      String id, String title, Path files, String within, String by, Consumer<Project> first) {
    adding.lock();
    try (Shelves.Turn turn = shelves.turn(id)) {
      if (find(id).isPresent()) {
        throw taken(id);
      }
      Path folder = root.resolve(id);
      Project project =
          new Project(id, title, folder, within, shelves.of(id, folder), by, clock.instant());
      turn.clear(() -> setAside(folder));
      Files.createDirectories(project.folder());
      Files.move(files, project.files());
      first.accept(project);
      return add(project);
    } catch (IOException e) {
      throw Spool.notStored(e);
    } finally {
      adding.unlock();
    }
  }

  /// Lets other files count as a system's, when nobody else let others count meanwhile. Those
  /// before stay until the next time, for whoever is looking at them.
  ///
  /// @param files moved to where they stay
  /// @throws ServerFault `busy` when somebody else replaced them first
  Project replaceFiles(String id, String title, Path files, String within) {
    Project before = require(id);
    Project now =
        new Project(
            id, title, before.folder(), within, before.home(), before.addedBy(), before.added());
    try {
      // Listed before ours count: what others bring from now on has not been seen here.
      List<Path> old = Folders.beginningWith(before.folder(), FILES, before.within());
      Files.move(files, now.files());
      if (!isSwapped(before, now)) {
        Folders.delete(now.files());
        throw new ServerFault(
            ServerFault.BUSY,
            "expected the files of %s that were here when these came, found that somebody replaced them; send them again"
                .formatted(id));
      }
      for (Path each : old) {
        Folders.delete(each);
      }
      return now;
    } catch (IOException e) {
      throw Spool.notStored(e);
    }
  }

  private boolean isSwapped(Project before, Project now) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createUpdate(
                        "update system set files = :files, title = :title where id = :id and files"
                            + " = :before")
                    .bind("files", now.within())
                    .bind("title", now.title())
                    .bind("id", now.id())
                    .bind("before", before.within())
                    .execute())
        == 1;
  }

  /// Makes room for a system that nobody lists. A folder with keys or a ledger may be all there is
  /// of a system whose row was lost: it gets another name and is never deleted.
  private void setAside(Path folder) {
    try {
      Path evidence = folder.resolve(".bulwark");
      boolean isKept =
          Files.exists(evidence.resolve("keys")) || Files.exists(evidence.resolve("ledger"));
      if (isKept) {
        Files.move(folder, aside(folder), StandardCopyOption.ATOMIC_MOVE);
      } else {
        Folders.delete(folder);
      }
    } catch (IOException e) {
      throw Spool.notStored(e);
    }
  }

  /// A name that no system has.
  private static Path aside(Path folder) {
    for (int i = 1; ; i++) {
      Path aside = folder.resolveSibling(folder.getFileName() + "~" + i);
      if (!Files.exists(aside)) {
        return aside;
      }
    }
  }

  private void copy(String name, Path folder) {
    try {
      Files.createDirectories(root);
      Examples.copy(name, folder);
    } catch (IOException e) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE,
          "expected to write the example below the server's folder, found: "
              + e.getClass().getSimpleName(),
          e);
    }
  }

  /// The name as a title; pages show the manifest's own.
  private static String title(String name) {
    return name.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
        + name.substring(1).replace('-', ' ');
  }

  /// Takes in a folder that is there already.
  public Project add(Project project) {
    try {
      jdbi.useHandle(
          handle ->
              handle
                  .createUpdate(
                      "insert into system (id, title, folder, files, added_by, added) values (:id, :title, :folder, :files, :by, :added)")
                  .bind("id", project.id())
                  .bind("title", project.title())
                  .bind("folder", project.folder().toString())
                  .bind("files", project.within())
                  .bind("by", project.addedBy())
                  .bind("added", Micros.of(project.added()))
                  .execute());
    } catch (UnableToExecuteStatementException e) {
      if (Database.isDuplicate(e)) {
        throw taken(project.id());
      }
      throw e;
    }
    return project;
  }

  private static ServerFault taken(String id) {
    return new ServerFault(
        ServerFault.CONFLICT, "expected a system that is not here yet, found one of the id " + id);
  }

  private Project project(java.sql.ResultSet rs) throws java.sql.SQLException {
    return new Project(
        rs.getString("id"),
        rs.getString("title"),
        Path.of(rs.getString("folder")),
        rs.getString("files"),
        shelves.of(rs.getString("id"), Path.of(rs.getString("folder"))),
        rs.getString("added_by"),
        Micros.instant(rs.getLong("added")));
  }
}
