package dev.bulwark.project.registry;

import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.store.ProcessLock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// Where a folder grows before it has its name: beside it, for its owner alone, gone when the work
/// ends and when the process is told to stop.
///
/// ```
/// NAME.opening~RANDOM/lock     held while the process lives
/// NAME.opening~RANDOM/files    becomes NAME
/// ```
///
/// The name is random: two that grow the same folder do not meet before one of them is there. One
/// whose lock nobody holds was left by a process that was killed; the next that grows the same
/// folder removes it.
final class GrowingFolder implements AutoCloseable {
  private final Path target;
  private final Path place;
  private final ProcessLock lock;
  private final Unpacked files;
  private final Thread atStop;

  private GrowingFolder(Path target, Path place, ProcessLock lock, Unpacked files) {
    this.target = target;
    this.place = place;
    this.lock = lock;
    this.files = files;
    this.atStop = new Thread(() -> files.discard(place), "opening-stop");
  }

  /// @param target absolute
  static GrowingFolder begin(Path target) throws IOException {
    Path parent = Optional.ofNullable(target.getParent()).orElse(target);
    Files.createDirectories(parent, ownerOnly());
    Path place =
        Files.createTempDirectory(parent.toRealPath(), prefix(target), ownerOnly()).toRealPath();
    ProcessLock lock = lock(place).orElseThrow(() -> new IOException("the lock is taken"));
    Unpacked files = new Unpacked(place.resolve("files"));
    GrowingFolder growing = new GrowingFolder(target, place, lock, files);
    Runtime.getRuntime().addShutdownHook(growing.atStop);
    try {
      growing.clear();
      Files.createDirectory(files.path(), ownerOnly());
      return growing;
    } catch (IOException e) {
      growing.close();
      throw e;
    }
  }

  private static String prefix(Path target) {
    return target.getFileName() + ".opening~";
  }

  private static Optional<ProcessLock> lock(Path place) throws IOException {
    return ProcessLock.tryAcquire(place.resolve("lock"));
  }

  /// Removes what others left that were killed. One that has no lock yet loses its folder, and
  /// fails: it cannot have passed here.
  private void clear() throws IOException {
    Path parent = Optional.ofNullable(place.getParent()).orElse(place);
    try (DirectoryStream<Path> there = Files.newDirectoryStream(parent, this::mayBeLeft)) {
      for (Path left : there) {
        removeIfLeft(left);
      }
    }
  }

  private static void removeIfLeft(Path there) throws IOException {
    Optional<ProcessLock> free;
    try {
      free = lock(there);
    } catch (NoSuchFileException e) {
      // Whoever it was of removed it just now.
      return;
    }
    if (free.isPresent()) {
      try (ProcessLock _ = free.get()) {
        Unpacked.remove(there);
      }
    }
  }

  /// What somebody else put there under such a name is theirs.
  private boolean mayBeLeft(Path there) throws IOException {
    try {
      return !there.equals(place)
          && there.getFileName().toString().startsWith(prefix(target))
          && Files.isDirectory(there, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(there, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(place));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  Unpacked files() {
    return files;
  }

  /// Gives it its name.
  ///
  /// @throws WorkspaceFault when somebody was there before
  void end() throws IOException {
    try {
      files.moveTo(target);
    } catch (IOException e) {
      requireNothing(target);
      throw e;
    }
  }

  static void requireNothing(Path target) {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected nothing at "
              + target
              + ", found something; name a folder that is not there yet");
    }
  }

  @Override
  public void close() {
    try (lock) {
      files.discard(place);
      Runtime.getRuntime().removeShutdownHook(atStop);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook did the same.
      return;
    }
  }

  private static FileAttribute<?> ownerOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  }
}
