package dev.bulwark.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// An exclusive lock on a file, among all processes and all threads; gone when its process ends.
public final class ProcessLock implements AutoCloseable {
  /// Static and mutable, against the house style, because the thing it mirrors is: a POSIX lock
  /// belongs to the process, and closing any channel on the file drops it for all of them. So
  /// nobody here may open a file that is locked from here.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private ProcessLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// @param file by its real path; made when it is not there
  /// @return empty when somebody else holds it
  public static Optional<ProcessLock> tryAcquire(Path file) throws IOException {
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    Optional<ProcessLock> lock = Optional.empty();
    try {
      lock = lock(file);
      return lock;
    } finally {
      if (lock.isEmpty()) {
        HELD.remove(file);
      }
    }
  }

  private static Optional<ProcessLock> lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            Folder.ownerOnlyFile(file));
    FileLock held = null;
    try {
      held = channel.tryLock();
    } finally {
      if (held == null) {
        channel.close();
      }
    }
    return held == null ? Optional.empty() : Optional.of(new ProcessLock(file, channel));
  }

  /// Gives the lock free. The file stays: removing it would race with whoever opens it next.
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is gone either way, and the lock with it.
      return;
    } finally {
      HELD.remove(file);
    }
  }
}
