package dev.bulwark.project.registry;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/// Where a version's files lie in the clear while they are examined or rehearsed: a folder for its
/// owner alone. An examination's is in memory when there is room for twice their size, otherwise
/// beside the registry; a rehearsal's is beside the registry, near the project it links to. It is
/// gone when the work ends, and one that a crash left is removed by {@link #clear}.
///
/// The name in memory says which registry it is of and is otherwise random: others may write beside
/// it, and must not be able to put something there first.
///
/// @param registry the registry's folder; one process at a time works on it
/// @param memory a file system in memory, if there is one there
record Workbench(Path registry, Path memory) {
  private static final String ON_DISK = "examine~";
  private static final String REHEARSAL = "rehearse~";
  private static final int TAG = 16;

  /// The usual place of a file system in memory on Linux.
  static Workbench of(Path registry) {
    return new Workbench(registry, Path.of("/dev/shm"));
  }

  /// @param bytes how much will be laid out
  void during(long bytes, Consumer<Unpacked> work) {
    Unpacked.during(make(bytes), work);
  }

  /// Lends a folder for a rehearsal; one that was cut off is removed first.
  void rehearsal(Consumer<Unpacked> work) {
    Path place = registry.resolve(REHEARSAL);
    try {
      Unpacked.remove(place);
      Files.createDirectory(place, ownerOnly());
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.UNAVAILABLE,
          "expected to make a private folder at %s, found: %s; make room there and try again"
              .formatted(place, e.getClass().getSimpleName()),
          e);
    }
    Unpacked.during(place, work);
  }

  private Path make(long bytes) {
    try {
      Files.createDirectories(registry);
      return hasRoom(bytes)
          ? Files.createTempDirectory(memory, prefix(), ownerOnly())
          : Files.createDirectory(registry.resolve(ON_DISK), ownerOnly());
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.UNAVAILABLE,
          "expected to make a private folder below %s or %s, found: %s; make room there and try again"
              .formatted(memory, registry, e.getClass().getSimpleName()),
          e);
    }
  }

  private boolean hasRoom(long bytes) {
    try {
      return Files.isDirectory(memory, LinkOption.NOFOLLOW_LINKS)
          && Files.isWritable(memory)
          && Files.getFileStore(memory).type().equals("tmpfs")
          && Files.getFileStore(memory).getUsableSpace() / 2 > bytes;
    } catch (IOException e) {
      return false;
    }
  }

  /// Removes what a crash left. Nobody may be examining or rehearsing.
  void clear() {
    if (!Files.isDirectory(registry)) {
      return;
    }
    try {
      Unpacked.remove(registry.resolve(ON_DISK));
      Unpacked.remove(registry.resolve(REHEARSAL));
      if (!Files.isDirectory(memory, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      try (DirectoryStream<Path> left = Files.newDirectoryStream(memory, prefix() + "*")) {
        for (Path each : left) {
          if (isOurs(each)) {
            Unpacked.remove(each);
          }
        }
      }
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.UNAVAILABLE,
          "expected to remove what work that was cut off left in the clear below %s or %s, found: %s; remove it"
              .formatted(memory, registry, e.getClass().getSimpleName()),
          e);
    }
  }

  /// What somebody else put there under such a name is theirs.
  private boolean isOurs(Path folder) throws IOException {
    return Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(registry));
  }

  private String prefix() throws IOException {
    String path = registry.toRealPath().toString();
    return "bulwark-examine-" + Digest.of(Bytes.utf8(path)).hex().substring(0, TAG) + "-";
  }

  private static FileAttribute<?> ownerOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  }
}
