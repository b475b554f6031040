package dev.bulwark.project.registry;

import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.registry.intake.Incoming;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files somebody names on the command line, as a version takes them in.
///
/// Links are refused: what a version holds must be in the folder that was named.
public final class IncomingFiles {
  private IncomingFiles() {}

  /// @throws WorkspaceFault `request-invalid` when a path is not there, or holds something else
  ///   than files and folders
  public static List<Incoming.File> of(List<Path> paths) {
    List<Incoming.File> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        files.addAll(below(path));
      } else {
        files.add(file(String.valueOf(path.getFileName()), path));
      }
    }
    return files;
  }

  private static List<Incoming.File> below(Path root) {
    List<Incoming.File> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String name = root.relativize(file).toString().replace('\\', '/');
              files.add(file(name, file));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw unreadable(root, e.getClass().getSimpleName(), e);
    }
    files.sort(Comparator.comparing(Incoming.File::name));
    return files;
  }

  private static Incoming.File file(String name, Path file) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw unreadable(
            file, attributes.isSymbolicLink() ? "a symbolic link" : "something else", null);
      }
      return new Incoming.File(
          name,
          attributes.size(),
          () -> FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw unreadable(file, "none that can be read", e);
    }
  }

  private static WorkspaceFault unreadable(Path path, String found, @Nullable IOException cause) {
    return new WorkspaceFault(
        WorkspaceFault.INVALID,
        "expected a file or a folder of files at " + path + ", found " + found,
        cause);
  }
}
