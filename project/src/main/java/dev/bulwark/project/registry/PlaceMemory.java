package dev.bulwark.project.registry;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.registry.release.Seen;
import dev.bulwark.store.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// The file in which a place remembers what it has opened, and the lock beside it, `FILE.lock`.
/// What it holds only goes up.
///
/// @param file in the folder of the place's key
record PlaceMemory(Path file) {
  private static final long PAUSE_NANOS = 5_000_000;
  private static final int MAX_PAUSES = 6_000;

  /// Reads, verifies and remembers while nobody else does here: of two that open at once, the later
  /// one sees what the earlier one saw.
  ///
  /// @throws WorkspaceFault `workspace-unavailable` when somebody else does for longer than half a
  ///   minute, or the folder cannot be written
  <T> T alone(Supplier<T> work) {
    try (ProcessLock _ = acquire()) {
      return work.get();
    }
  }

  private ProcessLock acquire() {
    try {
      Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
      Path lock = folder.toRealPath().resolve(file.getFileName() + ".lock");
      for (int pause = 0; pause < MAX_PAUSES; pause++) {
        Optional<ProcessLock> held = ProcessLock.tryAcquire(lock);
        if (held.isPresent()) {
          return held.get();
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      throw new WorkspaceFault(
          WorkspaceFault.UNAVAILABLE,
          "expected the lock %s to be free soon, it stays held; see which process holds it"
              .formatted(lock));
    } catch (IOException e) {
      throw unusable("lock", e);
    }
  }

  /// Raises what is remembered; durable when it returns.
  void remember(Seen seen) {
    if (!seen.equals(Seen.NOTHING)) {
      Seen before = read();
      Seen most =
          new Seen(
              Math.max(before.generation(), seen.generation()),
              Math.max(before.ledger(), seen.ledger()));
      Output.write(file, most.bytes().utf8());
    }
  }

  /// @throws dev.bulwark.registry.RegistryFault `registry-memory-damaged`
  Seen read() {
    try {
      return Files.exists(file) ? Seen.parse(Bytes.of(Files.readAllBytes(file))) : Seen.NOTHING;
    } catch (IOException e) {
      throw unusable("read", e);
    }
  }

  private WorkspaceFault unusable(String doing, IOException e) {
    return new WorkspaceFault(
        WorkspaceFault.UNAVAILABLE,
        "expected to %s what was opened here before at %s, found: %s; look at its rights and the room there"
            .formatted(doing, file, e.getClass().getSimpleName()),
        e);
  }
}
