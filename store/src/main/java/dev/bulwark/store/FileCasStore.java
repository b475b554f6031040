package dev.bulwark.store;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Cells as files; compare-and-swap under a lock that holds among all processes.
public final class FileCasStore implements CasStore {
  private static final String LOCK = "cells.lock";
  private static final long PAUSE_NANOS = 200_000;
  private static final int MAX_PAUSES = 50_000;

  private final Folder folder;
  private final ReentrantLock turn = new ReentrantLock(true);

  private FileCasStore(Folder folder) {
    this.folder = folder;
  }

  /// Opens the folder, made where it is not there.
  public static FileCasStore open(Path folder) {
    return new FileCasStore(Folder.open(folder, "cell"));
  }

  @Override
  public Optional<Bytes> find(String name) {
    return folder.read(folder.place(name), MAX_BYTES);
  }

  @Override
  public boolean replace(String name, Optional<Bytes> expected, Bytes next) {
    Path file = folder.place(name);
    if (name.equals(LOCK) || next.size() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "expected a cell of at most " + MAX_BYTES + " bytes, found " + name + ", " + next.size());
    }
    turn.lock();
    try (ProcessLock _ = acquire()) {
      if (!find(name).equals(expected)) {
        return false;
      }
      folder.replace(file, next);
      return true;
    } finally {
      turn.unlock();
    }
  }

  /// Waits at most about ten seconds: whoever holds the lock does one small write.
  private ProcessLock acquire() {
    Path file = folder.root().resolve(LOCK);
    try {
      for (int pause = 0; pause < MAX_PAUSES; pause++) {
        Optional<ProcessLock> lock = ProcessLock.tryAcquire(file);
        if (lock.isPresent()) {
          return lock.get();
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (IOException e) {
      throw Trouble.fault("lock", file, e);
    }
    throw new StoreFault(
        StoreFault.UNAVAILABLE,
        "expected the lock "
            + file
            + " to be free soon, it stays held; see which process holds it");
  }
}
