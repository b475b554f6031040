package dev.bulwark.server.backup;

import dev.bulwark.server.oidc.SignOnConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A copy of a server's files that does not move any more. It lies in the server's folder, for its
/// owner alone, and is taken away in the end, or by the next one. One at a time, by a lock that
/// ends with its process.
///
/// What is of no use elsewhere is left out of the evidence's folder alone: people's files may have
/// such names. A link, or another thing that is neither file nor folder, is refused.
record Staging(Path home, Path folder, FileChannel lock) implements AutoCloseable {
  private static final String NAME = "backup~";
  private static final String LOCK = "backup.lock";
  private static final String EVIDENCE = ".bulwark";
  private static final String LEDGER = "ledger";
  private static final Set<String> LOCKS = Set.of("lock", "cells.lock");
  private static final Set<String> PASSING = Set.of("examine~", "rehearse~", "fetch~");

  static Staging in(Path home) throws IOException {
    FileChannel lock =
        FileChannel.open(home.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      requireAlone(lock, home);
      Staging staging = new Staging(home, home.resolve(NAME), lock);
      staging.remove(staging.folder());
      Files.createDirectory(
          staging.folder(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return staging;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void requireAlone(FileChannel lock, Path home) throws IOException {
    try {
      if (lock.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      throw busy(home, e);
    }
    throw busy(home, null);
  }

  private static BackupFault busy(Path home, @Nullable Exception cause) {
    return new BackupFault(
        BackupFault.NOT_MADE,
        "expected no other backup of %s at work, found one; wait for its end".formatted(home),
        cause);
  }

  /// Copies what no system holds: certificate, the server's own keys, settings, how people sign in
  /// elsewhere.
  void common(Path settings) throws IOException {
    copy(home.resolve("tls"), folder.resolve("tls"), Path.of(""));
    copy(home.resolve("keys"), folder.resolve("keys"), Path.of(""));
    file(settings, Contents.SETTINGS);
    file(home.resolve(SignOnConfig.FILE), SignOnConfig.FILE);
  }

  private void file(Path from, String name) throws IOException {
    if (Files.isRegularFile(from)) {
      Files.copy(from, folder.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /// Copies a system's folder, the checkpoint first: whatever it vouches for is durable before it,
  /// so that what is copied after it holds at least that.
  void system(String id, Path project) throws IOException {
    Path to = folder.resolve("systems").resolve(id);
    remove(to);
    Path within = Path.of(EVIDENCE).resolve(LEDGER);
    Path ledger = project.resolve(within);
    Path copied = to.resolve(within);
    if (Files.isRegularFile(ledger.resolve("checkpoint"))) {
      Files.createDirectories(copied);
      Files.copy(ledger.resolve("checkpoint"), copied.resolve("checkpoint"));
      copy(ledger, copied, within);
    }
    copy(project, to, Path.of(""));
  }

  /// Copies a folder; what is in the place already stays, and what goes away meanwhile is passed
  /// over.
  ///
  /// @param at where it lies in its system's folder
  private static void copy(Path from, Path to, Path at) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            if (isEvidence(each) && PASSING.contains(name(each))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(each).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file).toString());
            if (isEvidence(file) && (LOCKS.contains(name(file)) || name(file).contains("~"))) {
              return FileVisitResult.CONTINUE;
            }
            if (!attributes.isRegularFile()) {
              throw new BackupFault(
                  BackupFault.NOT_MADE,
                  "expected files and folders, found a link or a device at %s; put the file itself there, or take it away"
                      .formatted(file));
            }
            if (!Files.exists(target)) {
              one(file, target);
            }
            return FileVisitResult.CONTINUE;
          }

          private boolean isEvidence(Path file) {
            return at.resolve(from.relativize(file)).startsWith(EVIDENCE);
          }

          private String name(Path file) {
            return String.valueOf(file.getFileName());
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }

  private static void one(Path file, Path target) throws IOException {
    try {
      Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      // A partial tile whose full one is there by now, or something erased.
      return;
    }
  }

  private void remove(Path at) throws IOException {
    if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(at)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : inside) {
      Files.delete(each);
    }
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      remove(folder);
    }
  }
}
