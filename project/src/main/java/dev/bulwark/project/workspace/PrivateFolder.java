package dev.bulwark.project.workspace;

import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for its owner alone, for as long as some work lasts.
public record PrivateFolder(Path path) implements AutoCloseable {

  /// @throws StoreFault `store-unavailable`
  public static PrivateFolder make() {
    try {
      return new PrivateFolder(
          Files.createTempDirectory(
              "bulwark",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    } catch (IOException e) {
      throw new StoreFault(
          StoreFault.UNAVAILABLE, "expected room for a temporary folder, found none", e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> walk = Files.walk(path)) {
      List<Path> inside = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path each : inside) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new StoreFault(
          StoreFault.UNAVAILABLE, "expected to take away the folder " + path + "; remove it", e);
    }
  }
}
