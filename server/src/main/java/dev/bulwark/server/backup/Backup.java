package dev.bulwark.server.backup;

import dev.bulwark.evidence.EvidenceAudit;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.registry.seal.ChunkedEncryption;
import dev.bulwark.registry.seal.SealingChannel;
import dev.bulwark.server.project.Shelves;
import dev.bulwark.server.sql.Database;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// Copies a server that may be running into one file.
///
/// The rows are those of one moment, and come first: whatever they vouch for lies in the files that
/// are copied after them, and every system they list is among these. A system's files are copied
/// while it is at work, and the copy is audited before it counts; one that a writer ran through is
/// taken again. What was written is read again, to its end, before it gets its name.
///
/// @param shelves where the systems' evidence lies
/// @param settings the file of the settings
/// @param inFiles whether the systems' evidence lies in their folders; otherwise it is in the rows
public record Backup(
    Path home,
    Path settings,
    Database database,
    Shelves shelves,
    boolean inFiles,
    InstantSource clock) {
  private static final int ATTEMPTS = 3;

  /// A system as the rows list it.
  ///
  /// @param within the folder of its files
  /// @param note its checkpoint, where that is among the rows; empty otherwise
  private record Listed(String id, Path folder, String within, Bytes note) {}

  /// @return the archive's digest
  /// @throws BackupFault `backup-not-made`
  public Digest write(Path archive, String passphrase, Consumer<String> progress) {
    Path part = archive.resolveSibling(archive.getFileName() + ".part");
    try (Staging staging = Staging.in(home)) {
      progress.accept("copying the database");
      List<Listed> systems = rows(staging.folder().resolve(Contents.ROWS));
      staging.common(settings);
      List<Contents.SystemLine> lines = new ArrayList<>();
      for (Listed system : systems) {
        progress.accept("copying " + system.id());
        lines.add(inFiles ? proved(staging, system) : plain(staging, system));
        requireFiles(staging, system);
      }
      progress.accept("sealing");
      Contents contents =
          new Contents(clock.instant().toString(), database.form(), lines, files(staging.folder()));
      seal(staging.folder(), contents, part, passphrase);
      progress.accept("reading it again");
      if (!Unpacking.look(part, passphrase).equals(contents)) {
        throw new IOException("another archive than was written");
      }
      Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
      return digest(archive);
    } catch (IOException | UncheckedIOException e) {
      throw new BackupFault(
          BackupFault.NOT_MADE,
          "expected to copy %s to %s, found: %s; make room and try again"
              .formatted(home, archive, found(e)),
          e);
    }
  }

  /// A message of ours, or the kind of the exception: others may name what nobody should read.
  private static String found(Exception e) {
    return e.getClass().equals(IOException.class)
        ? String.valueOf(e.getMessage())
        : e.getClass().getSimpleName();
  }

  private List<Listed> rows(Path file) throws IOException {
    List<Listed> systems = new ArrayList<>();
    try (DataOutputStream rows =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      Rows.write(database, rows, handle -> systems.addAll(listed(handle)));
    }
    return systems;
  }

  private static List<Listed> listed(Handle handle) {
    return handle
        .createQuery(
            "select system.id, system.folder, system.files, evidence_cell.content from system left"
                + " join evidence_cell on evidence_cell.space = 'ledger/' || system.id and"
                + " evidence_cell.name = :name order by system.id")
        .bind("name", Ledger.CHECKPOINT)
        .map(
            (rs, _) -> {
              byte[] note = rs.getBytes("content");
              return new Listed(
                  rs.getString("id"),
                  Path.of(rs.getString("folder")),
                  rs.getString("files"),
                  note == null ? Bytes.EMPTY : Bytes.of(note));
            })
        .list();
  }

  /// Its evidence is among the rows.
  private Contents.SystemLine plain(Staging staging, Listed system) throws IOException {
    staging.system(system.id(), system.folder());
    LedgerVerifier ledger = WorkspaceReader.open(shelves.of(system.id(), system.folder())).ledger();
    return switch (Checkpoint.verify(system.note(), ledger)) {
      case Checkpoint.Verification.Verified(Checkpoint checkpoint) -> line(system.id(), checkpoint);
      case Checkpoint.Verification.Refused(String expected, String found) ->
          throw notMade(
              "the checkpoint of " + system.id() + " in the database, with " + expected, found);
    };
  }

  /// What the rows call its files was there when it was copied.
  private static void requireFiles(Staging staging, Listed system) {
    Path files = staging.folder().resolve("systems").resolve(system.id()).resolve(system.within());
    if (!Files.isDirectory(files)) {
      throw notMade("the files of " + system.id(), "that they were replaced meanwhile; try again");
    }
  }

  private static BackupFault notMade(String expected, String found) {
    return new BackupFault(
        BackupFault.NOT_MADE, "expected %s, found %s".formatted(expected, found));
  }

  private static Contents.SystemLine line(String id, Checkpoint checkpoint) {
    return new Contents.SystemLine(id, checkpoint.size(), checkpoint.head().root().toString());
  }

  private Contents.SystemLine proved(Staging staging, Listed system) throws IOException {
    String last = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      staging.system(system.id(), system.folder());
      Home copy = Home.of(staging.folder().resolve("systems").resolve(system.id()));
      if (!copy.hasLedger()) {
        throw notMade(
            "the ledger of %s in %s".formatted(system.id(), system.folder()),
            "none; a listed system has one: put it back, or set replicas.enabled as it was");
      }
      try {
        switch (WorkspaceReader.open(copy).audit()) {
          case EvidenceAudit.Result.Sound(Checkpoint checkpoint, _) -> {
            return line(system.id(), checkpoint);
          }
          case EvidenceAudit.Result.Wrong wrong -> last = wrong.what() + " at " + wrong.where();
        }
      } catch (Fault e) {
        last = e.type().title();
      }
    }
    throw new BackupFault(
        BackupFault.NOT_MADE,
        "expected a copy of %s that an audit finds sound, found: %s; run `bulwark audit %s`"
            .formatted(system.id(), last, system.folder()));
  }

  private static List<Contents.FileLine> files(Path folder) throws IOException {
    List<Contents.FileLine> lines = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        lines.add(
            new Contents.FileLine(
                folder.relativize(file).toString(),
                Files.size(file),
                digest(file),
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file))));
      }
    }
    return lines;
  }

  private static void seal(Path folder, Contents contents, Path part, String passphrase)
      throws IOException {
    SecureRandom random = new SecureRandom();
    Files.deleteIfExists(part);
    try (FileChannel out =
        FileChannel.open(
            part,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ChunkedEncryption encryption = Archive.begin(out, passphrase, random);
      SealingChannel sealing = encryption.seal(out, random);
      DataOutputStream data =
          new DataOutputStream(
              new BufferedOutputStream(Channels.newOutputStream(sealing), 1 << 16));
      contents.write(data);
      for (Contents.FileLine file : contents.files()) {
        long copied = Files.copy(folder.resolve(file.name()), data);
        if (copied != file.size()) {
          throw new IOException("a file that changed while it was sealed");
        }
      }
      data.flush();
      sealing.finish();
      out.force(true);
    }
  }

  static Digest digest(Path file) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return Digest.ofHex(HexFormat.of().formatHex(sha256.digest()));
  }
}
