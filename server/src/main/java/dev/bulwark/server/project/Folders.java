package dev.bulwark.server.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Takes folders away.
final class Folders {
  private Folders() {}

  /// Deletes a folder with all that is in it, links themselves and not what they point at; nothing
  /// when there is none.
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(folder)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : inside) {
      Files.delete(each);
    }
  }

  /// Deletes the folders of one that begin with a prefix, and keeps some.
  static void deleteAllBut(Path folder, Set<String> kept, String prefix) throws IOException {
    List<Path> inside;
    try (Stream<Path> all = Files.list(folder)) {
      inside = all.toList();
    }
    for (Path each : inside) {
      String name = each.getFileName().toString();
      if (name.startsWith(prefix) && !kept.contains(name)) {
        delete(each);
      }
    }
  }
}
