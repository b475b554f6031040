package dev.bulwark.evidence.keys;

import dev.bulwark.evidence.fault.EvidenceFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// A file that nobody but its owner can read, in a folder that nobody but its owner can change.
///
/// Permissions are held on POSIX file systems; elsewhere the operating system's own rules for the
/// user's folders stand alone.
final class PrivatePath {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      PosixFilePermissions.fromString("----w--w-");

  private PrivatePath() {}

  /// Creates the file, 0600, and the folders above it that are missing, 0700; returns when it
  /// survives a power cut. It appears whole or not at all.
  ///
  /// @throws EvidenceFault `key-file-exists` when there is one; `key-file-unavailable`
  static void create(Path file, byte[] content) {
    try {
      Path folder = folderOf(file.toAbsolutePath());
      Files.createDirectories(folder, permissions(folder, FOLDER));
      Path whole = Files.createTempFile(folder, ".new-", ".key", permissions(folder, FILE));
      try {
        write(whole, content);
        // A link, not a rename: a rename would replace a key that is there already.
        Files.createLink(file, whole);
      } finally {
        Files.deleteIfExists(whole);
      }
      syncFolder(folder);
    } catch (FileAlreadyExistsException e) {
      throw new EvidenceFault(
          EvidenceFault.KEY_FILE_EXISTS,
          "expected no file yet at %s, found one; choose another name, or move it away if you are sure it is not needed"
              .formatted(file),
          e);
    } catch (IOException e) {
      throw unavailable("write", file, e);
    }
  }

  /// Reads the file, at most `maxBytes`, after holding its permissions.
  ///
  /// @throws EvidenceFault `key-file-unsafe` when others may read or change it;
  ///   `key-file-unavailable`
  static byte[] read(Path file, int maxBytes) {
    try {
      if (isPosix(file)) {
        refuse(file, OTHERS, "chmod 600 " + file);
        Path folder = folderOf(file.toRealPath());
        refuse(folder, OTHERS_WRITE, "chmod 700 " + folder);
      }
      if (Files.size(file) > maxBytes) {
        throw new EvidenceFault(
            EvidenceFault.KEY_FILE_DAMAGED,
            "expected a key file of at most %d bytes at %s, found %d"
                .formatted(maxBytes, file, Files.size(file)));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unavailable("read", file, e);
    }
  }

  private static void refuse(Path path, Set<PosixFilePermission> forbidden, String remedy)
      throws IOException {
    Set<PosixFilePermission> found = EnumSet.copyOf(FILE);
    found.clear();
    found.addAll(Files.getPosixFilePermissions(path));
    String shown = PosixFilePermissions.toString(found);
    found.retainAll(forbidden);
    if (!found.isEmpty()) {
      throw new EvidenceFault(
          EvidenceFault.KEY_FILE_UNSAFE,
          "expected %s to be its owner's alone, found %s; run: %s, and replace the key if others may have read it"
              .formatted(path, shown, remedy));
    }
  }

  private static Path folderOf(Path absolute) throws IOException {
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new NotDirectoryException("a key file lies in a folder");
    }
    return folder;
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  private static void syncFolder(Path folder) throws IOException {
    if (isPosix(folder)) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] permissions(Path path, Set<PosixFilePermission> wanted) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(wanted)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static EvidenceFault unavailable(String verb, Path file, IOException cause) {
    return new EvidenceFault(
        EvidenceFault.KEY_FILE_UNAVAILABLE,
        "cannot %s the key file %s (%s); check that the path, its owner and the space on the disk are right"
            .formatted(verb, file, cause.getClass().getSimpleName()),
        cause);
  }
}
