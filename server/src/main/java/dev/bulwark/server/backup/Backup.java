package dev.bulwark.server.backup;

import dev.bulwark.cli.workspace.Home;
import dev.bulwark.cli.workspace.WorkspaceReader;
import dev.bulwark.evidence.EvidenceAudit;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.registry.seal.ChunkedEncryption;
import dev.bulwark.registry.seal.SealingChannel;
import dev.bulwark.server.project.Project;
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

/// Copies a server that may be running into one file.
///
/// The rows are those of one moment. A system's files are copied while it is at work, and the copy
/// is audited before it counts; one that a writer ran through is taken again.
///
/// @param settings the file of the settings
/// @param inFiles whether the systems' evidence lies in their folders; otherwise it is in the rows
public record Backup(
    Path home, Path settings, Database database, boolean inFiles, InstantSource clock) {
  private static final int ATTEMPTS = 3;

  /// @return the archive's digest
  /// @throws BackupFault `backup-not-made`
  public Digest write(
      Path archive, String passphrase, List<Project> systems, Consumer<String> progress) {
    Path part = archive.resolveSibling(archive.getFileName() + ".part");
    try (Staging staging = Staging.in(home)) {
      staging.common(settings);
      List<Contents.SystemLine> lines = new ArrayList<>();
      for (Project system : systems) {
        progress.accept("copying " + system.id());
        lines.add(inFiles ? proved(staging, system) : plain(staging, system));
      }
      progress.accept("copying the database");
      try (DataOutputStream rows =
          new DataOutputStream(
              new BufferedOutputStream(
                  Files.newOutputStream(staging.folder().resolve(Contents.ROWS))))) {
        Rows.write(database, rows);
      }
      progress.accept("sealing");
      Contents contents =
          new Contents(clock.instant().toString(), database.form(), lines, files(staging.folder()));
      seal(staging.folder(), contents, part, passphrase);
      Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
      return digest(archive);
    } catch (IOException | UncheckedIOException e) {
      throw new BackupFault(
          BackupFault.NOT_MADE,
          "expected to copy %s to %s, found: %s; make room and try again"
              .formatted(home, archive, e.getClass().getSimpleName()),
          e);
    }
  }

  private Contents.SystemLine plain(Staging staging, Project system) throws IOException {
    staging.system(system.id(), system.folder());
    if (!system.home().hasLedger()) {
      return new Contents.SystemLine(system.id(), -1, "");
    }
    Checkpoint checkpoint = WorkspaceReader.open(system.home()).checkpoint();
    return line(system.id(), checkpoint);
  }

  private static Contents.SystemLine line(String id, Checkpoint checkpoint) {
    return new Contents.SystemLine(id, checkpoint.size(), checkpoint.head().root().toString());
  }

  private Contents.SystemLine proved(Staging staging, Project system) throws IOException {
    String last = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      staging.system(system.id(), system.folder());
      Home copy = Home.of(staging.folder().resolve("systems").resolve(system.id()));
      if (!copy.hasLedger()) {
        return new Contents.SystemLine(system.id(), -1, "");
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
