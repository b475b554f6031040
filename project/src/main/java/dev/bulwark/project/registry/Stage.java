package dev.bulwark.project.registry;

import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/// A project's files under another folder, without being copied where the file system can link.
final class Stage {
  private Stage() {}

  /// Why a version cannot be laid out in that place: links are copied as links, so what is written
  /// below one would be written where it leads.
  ///
  /// @return empty when every folder down to the place is one, or is not there
  static Optional<String> unfit(Path project, String place) {
    Path at = project;
    for (String name : place.split("/", -1)) {
      at = at.resolve(name);
      if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.of(
            "expected a folder of the project at %s, found %s; name another place in the terms"
                .formatted(place, Files.isSymbolicLink(at) ? "a symbolic link" : "something else"));
      }
    }
    return Optional.empty();
  }

  /// @param home where the evidence lies, which is left out
  /// @param place a folder of the project that is left out
  /// @throws WorkspaceFault `request-invalid` when the place is {@link #unfit}
  static void project(Path project, Path home, String place, Path into) {
    unfit(project, place)
        .ifPresent(
            why -> {
              throw new WorkspaceFault(WorkspaceFault.INVALID, why);
            });
    try {
      Path root = project.toRealPath();
      Path without = Files.exists(home) ? home.toRealPath() : home;
      Files.walkFileTree(root, new Laying(root, without, root.resolve(place), into));
    } catch (IOException e) {
      throw new StoreFault(
          StoreFault.UNAVAILABLE,
          "expected to lay the project out in %s, found: %s; make room there"
              .formatted(into, e.getClass().getSimpleName()),
          e);
    }
  }

  private static final class Laying extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Path home;
    private final Path place;
    private final Path into;

    Laying(Path root, Path home, Path place, Path into) {
      this.root = root;
      this.home = home;
      this.place = place;
      this.into = into;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (folder.equals(home) || folder.equals(place)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      Files.createDirectories(to(folder));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (file.equals(place)) {
        return FileVisitResult.CONTINUE;
      }
      if (attributes.isRegularFile()) {
        link(file, to(file));
      } else if (attributes.isSymbolicLink()) {
        Files.copy(file, to(file), LinkOption.NOFOLLOW_LINKS);
      }
      return FileVisitResult.CONTINUE;
    }

    private Path to(Path path) {
      return into.resolve(root.relativize(path));
    }

    private static void link(Path file, Path to) throws IOException {
      try {
        Files.createLink(to, file);
      } catch (UnsupportedOperationException | FileSystemException e) {
        Files.copy(file, to);
      }
    }
  }
}
