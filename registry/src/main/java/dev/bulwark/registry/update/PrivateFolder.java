package dev.bulwark.registry.update;

import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/// Folders for their owner alone.
final class PrivateFolder {
  private PrivateFolder() {}

  static void make(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /// @throws StoreFault `store-unavailable`
  static void remove(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new StoreFault(
          StoreFault.UNAVAILABLE,
          "expected to remove what was fetched to %s, found: %s; remove it"
              .formatted(folder, e.getClass().getSimpleName()),
          e);
    }
  }
}
