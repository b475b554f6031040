package dev.bulwark.server.backup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A copy of a server's files that does not move any more. It lies in the server's folder, for its
/// owner alone, and is taken away in the end, or by the next one.
record Staging(Path home, Path folder) implements AutoCloseable {
  private static final String NAME = "backup~";
  private static final String LEDGER = "ledger";
  private static final Set<String> LOCKS = Set.of("lock", "cells.lock");
  private static final Set<String> PASSING = Set.of("examine~", "rehearse~", "fetch~");

  static Staging in(Path home) throws IOException {
    Staging staging = new Staging(home, home.resolve(NAME));
    staging.remove(staging.folder());
    Files.createDirectory(
        staging.folder(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return staging;
  }

  /// Copies what no system holds: certificate, the server's own keys, settings.
  void common(Path settings) throws IOException {
    copy(home.resolve("tls"), folder.resolve("tls"));
    copy(home.resolve("keys"), folder.resolve("keys"));
    if (Files.isRegularFile(settings)) {
      Files.copy(
          settings, folder.resolve("bulwark-server.yaml"), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /// Copies a system's folder, the checkpoint first: whatever it vouches for is durable before it,
  /// so that what is copied after it holds at least that.
  void system(String id, Path project) throws IOException {
    Path to = folder.resolve("systems").resolve(id);
    remove(to);
    Path ledger = project.resolve(".bulwark").resolve(LEDGER);
    Path copied = to.resolve(".bulwark").resolve(LEDGER);
    if (Files.isRegularFile(ledger.resolve("checkpoint"))) {
      Files.createDirectories(copied);
      Files.copy(ledger.resolve("checkpoint"), copied.resolve("checkpoint"));
      copy(ledger, copied);
    }
    copy(project, to);
  }

  /// Copies a folder; what is in the place already stays, and what goes away meanwhile is passed
  /// over.
  private static void copy(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes)
              throws IOException {
            if (PASSING.contains(String.valueOf(at.getFileName()))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(at).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file).toString());
            String name = String.valueOf(file.getFileName());
            if (attributes.isRegularFile()
                && !LOCKS.contains(name)
                && !(name.contains("~") && file.toString().contains("/.bulwark/"))
                && !Files.exists(target)) {
              one(file, target);
            }
            return FileVisitResult.CONTINUE;
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
    remove(folder);
  }
}
