package dev.bulwark.server.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
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

  /// What lies in a folder under names that begin alike, but one.
  static List<Path> beginningWith(Path folder, String prefix, String kept) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(
              each -> {
                String name = each.getFileName().toString();
                return name.startsWith(prefix) && !name.equals(kept);
              })
          .toList();
    }
  }
}
