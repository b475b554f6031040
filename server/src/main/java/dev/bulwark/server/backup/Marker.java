package dev.bulwark.server.backup;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Says in a folder that a restore into it was begun: of which archive, into which database.
record Marker(String text) {
  private static final String NAME = "restore~";
  private static final String PART = "restore~.part";

  static Path file(Path home) {
    return home.resolve(NAME);
  }

  static Marker of(Path archive, String database) {
    try {
      return new Marker(Backup.digest(archive) + " " + Digest.of(Bytes.utf8(database)) + "\n");
    } catch (IOException e) {
      throw new BackupFault(
          BackupFault.DAMAGED,
          "expected a backup at %s, found: %s".formatted(archive, e.getClass().getSimpleName()),
          e);
    }
  }

  /// What a restore that was cut off before it began leaves: a marker that says nothing.
  static boolean isTorn(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.equals(NAME) || name.equals(PART);
  }

  /// @throws BackupFault `restore-not-empty` when another one was begun there
  boolean isIn(Path home) {
    Path file = file(home);
    if (!Files.exists(file)) {
      return false;
    }
    try {
      // A marker that was cut off while it was written says nothing yet, and nothing followed it.
      String found = Files.readString(file, StandardCharsets.UTF_8);
      if (found.equals(text) || !found.endsWith("\n")) {
        return found.equals(text);
      }
    } catch (IOException e) {
      throw unreadable(home, e);
    }
    throw new BackupFault(
        BackupFault.NOT_EMPTY,
        "expected an empty folder at %s, found the restore of another backup that did not end; end it, or empty the folder and the database"
            .formatted(home));
  }

  private static BackupFault unreadable(Path home, IOException cause) {
    return new BackupFault(
        BackupFault.NOT_EMPTY,
        "expected a folder that can be read at %s, found: %s"
            .formatted(home, cause.getClass().getSimpleName()),
        cause);
  }

  void write(Path home) throws IOException {
    Files.createDirectories(
        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    Path part = home.resolve(PART);
    try (FileChannel out =
        FileChannel.open(
            part,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE))) {
      out.write(Bytes.utf8(text).buffer());
      out.force(true);
    }
    Files.move(
        part, file(home), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(home);
  }

  void remove(Path home) throws IOException {
    Files.delete(file(home));
    forceFolder(home);
  }

  private static void forceFolder(Path home) throws IOException {
    try (FileChannel folder = FileChannel.open(home, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
