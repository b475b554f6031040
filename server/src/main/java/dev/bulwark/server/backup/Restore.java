package dev.bulwark.server.backup;

import dev.bulwark.evidence.EvidenceAudit;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Shelves;
import dev.bulwark.server.sql.Database;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Puts a backup into an empty folder and an empty database, and proves it by an audit of every
/// system.
///
/// A marker is written first and taken away last; a server does not start beside it. A restore that
/// was cut off anywhere is ended by running it again with the same archive and database.
///
/// @param password of the database
/// @param shelves where the systems' evidence is to lie
public record Restore(
    Path home,
    String database,
    Optional<String> password,
    Function<Database, Shelves> shelves,
    InstantSource clock) {

  /// What was put back.
  ///
  /// @param made when the backup was, in RFC 3339
  /// @param systems one line each
  public record Done(String made, List<String> systems) {
    public Done {
      systems = List.copyOf(systems);
    }
  }

  /// Whether a restore into this folder was begun and did not end.
  public static boolean isUnfinished(Path home) {
    return Files.exists(Marker.file(home));
  }

  /// @param known checkpoints remembered elsewhere: no ledger may be shorter or other
  /// @throws BackupFault `backup-damaged`, `restore-not-empty`, `restore-refused`,
  ///   `restore-not-done`
  public Done read(Path archive, String passphrase, List<Bytes> known, Consumer<String> progress) {
    Marker marker = Marker.of(archive, database);
    boolean begun = marker.isIn(home);
    try {
      if (!begun) {
        progress.accept("looking through the archive");
        requireEmpty(Unpacking.look(archive, passphrase).form());
        marker.write(home);
      }
      progress.accept("unpacking");
      Contents contents = Unpacking.into(home, archive, passphrase);
      progress.accept("putting the rows back");
      rows(contents.form());
      progress.accept("auditing");
      List<String> lines = audit(contents, known);
      progress.accept("done");
      marker.remove(home);
      return new Done(contents.made(), lines);
    } catch (IOException | UncheckedIOException e) {
      throw new BackupFault(
          BackupFault.DAMAGED,
          "expected a whole backup under this passphrase at %s, found: %s; take another copy, or look at the passphrase"
              .formatted(archive, found(e)),
          e);
    }
  }

  private static String found(Exception e) {
    Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
    return cause.getMessage() == null || cause instanceof java.nio.file.FileSystemException
        ? cause.getClass().getSimpleName()
        : cause.getMessage();
  }

  private void requireEmpty(int form) throws IOException {
    if (Files.isDirectory(home)) {
      try (var inside = Files.list(home)) {
        if (!inside.allMatch(Marker::isTorn)) {
          throw notEmpty("the folder " + home);
        }
      }
    }
    // The file in the home was not there a moment ago.
    if (!database.equals("jdbc:sqlite:" + home.resolve("server.db"))) {
      try (Database open = Database.openAtForm(database, password, form)) {
        if (!Rows.isEmpty(open)) {
          throw notEmpty("the database");
        }
      }
    }
  }

  private static BackupFault notEmpty(String where) {
    return new BackupFault(
        BackupFault.NOT_EMPTY,
        "expected nothing in %s, found something; a backup goes into an empty folder and database"
            .formatted(where));
  }

  private void rows(int form) throws IOException {
    try (Database open = Database.openAtForm(database, password, form);
        DataInputStream in =
            new DataInputStream(
                new BufferedInputStream(
                    Files.newInputStream(home.resolve(Contents.ROWS), StandardOpenOption.READ)))) {
      Rows.read(in, open, home.resolve("systems"));
    }
    Files.delete(home.resolve(Contents.ROWS));
  }

  private List<String> audit(Contents contents, List<Bytes> known) {
    try (Database open = Database.open(database, password)) {
      Projects projects = new Projects(open, clock, home.resolve("systems"), shelves.apply(open));
      List<Bytes> left = new ArrayList<>(known);
      List<String> lines = new ArrayList<>();
      for (Project project : projects.all()) {
        requireLedger(project);
        lines.add(audit(project, line(contents, project.id()), left));
      }
      if (!left.isEmpty()) {
        throw refused(
            "expected every checkpoint that was given to be of a ledger here, found %d of none"
                .formatted(left.size()));
      }
      return lines;
    }
  }

  /// How many entries the backup says there are; 0 when it says nothing.
  private static long line(Contents contents, String id) {
    return contents.systems().stream()
        .filter(each -> each.id().equals(id))
        .mapToLong(Contents.SystemLine::size)
        .filter(size -> size >= 0)
        .findFirst()
        .orElse(0);
  }

  /// Whatever the backup says: a listed system has a ledger.
  private static void requireLedger(Project project) {
    if (!project.home().hasLedger()) {
      throw refused(
          "expected the ledger of %s in the backup, where these settings have ledgers (replicas.enabled), found none"
              .formatted(project.id()));
    }
  }

  private static String audit(Project project, long least, List<Bytes> known) {
    String id = project.id();
    try {
      WorkspaceReader reader = WorkspaceReader.open(project.home());
      Checkpoint checkpoint = sound(id, reader.audit());
      if (checkpoint.size() < least) {
        throw refused(
            "expected the ledger of %s to hold the %d entries it was copied with, found %d"
                .formatted(id, least, checkpoint.size()));
      }
      for (Bytes note : List.copyOf(known)) {
        if (Checkpoint.verify(note, reader.ledger())
            instanceof Checkpoint.Verification.Verified _) {
          sound(id, reader.auditSince(note));
          known.remove(note);
        }
      }
      return "%s  %d entries  %s".formatted(id, checkpoint.size(), checkpoint.head().root());
    } catch (BackupFault e) {
      throw e;
    } catch (Fault e) {
      throw new BackupFault(
          BackupFault.REFUSED,
          "expected the evidence of %s to verify, found: %s".formatted(id, e.getMessage()),
          e);
    }
  }

  private static Checkpoint sound(String id, EvidenceAudit.Result result) {
    return switch (result) {
      case EvidenceAudit.Result.Sound(Checkpoint checkpoint, _) -> checkpoint;
      case EvidenceAudit.Result.Wrong wrong ->
          throw refused(
              "%s: %s at %s: expected %s, found %s; there is a newer state than this backup, or it was changed"
                  .formatted(id, wrong.what(), wrong.where(), wrong.expected(), wrong.found()));
    };
  }

  private static BackupFault refused(String message) {
    return new BackupFault(BackupFault.REFUSED, message);
  }
}
