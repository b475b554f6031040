package dev.bulwark.cli.bench;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A folder for a benchmark's files, gone when it is closed and when the process is told to stop.
final class Scratch implements AutoCloseable {
  private static final int TRIES = 50;
  private static final int PAUSE_MILLIS = 20;

  private final Path folder;
  private final Thread atEnd;

  private Scratch(Path folder) {
    this.folder = folder;
    this.atEnd = new Thread(() -> remove(folder), "scratch");
    Runtime.getRuntime().addShutdownHook(atEnd);
  }

  /// @param needed how much will be written
  /// @throws WorkspaceFault `workspace-unavailable` when there is less room
  static Scratch below(Path parent, ByteSize needed) {
    try {
      long free = Files.getFileStore(parent).getUsableSpace();
      if (free < needed.bytes()) {
        throw new WorkspaceFault(
            WorkspaceFault.UNAVAILABLE,
            "expected %s free below %s, found %s; name another folder with --folder, or a smaller --size"
                .formatted(needed, parent, new ByteSize(free)));
      }
      return new Scratch(Files.createTempDirectory(parent, "bulwark-bench-"));
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.UNAVAILABLE,
          "expected to make a folder below %s, found: %s; name a writable one with --folder"
              .formatted(parent, e.getClass().getSimpleName()),
          e);
    }
  }

  Path folder() {
    return folder;
  }

  String fileSystem() {
    try {
      return Files.getFileStore(folder).type();
    } catch (IOException e) {
      return "an unknown file system";
    }
  }

  @Override
  public void close() {
    remove(folder);
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook does the same.
      return;
    }
  }

  /// The benchmark may still be writing while the process ends: it is tried again until nothing
  /// comes any more.
  private static void remove(Path folder) {
    for (int i = 0; i < TRIES && Files.exists(folder); i++) {
      try {
        removeOnce(folder);
      } catch (IOException e) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeOnce(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path at, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(at);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
