package dev.bulwark.registry.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where a signature lies relative to the tree it is about: inside, it cannot list itself.
final class SignaturePlace {
  private SignaturePlace() {}

  /// The signature's name in the tree, when it lies in it; the file need not be there yet.
  static Optional<String> inside(Path tree, Optional<Path> signature) {
    if (signature.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path root = tree.toRealPath();
      Path file = signature.get().toAbsolutePath().normalize();
      Path folder = file.getParent();
      if (folder == null || !Files.isDirectory(folder) || !Files.isDirectory(root)) {
        return Optional.empty();
      }
      Path real = folder.toRealPath().resolve(String.valueOf(file.getFileName()));
      return real.startsWith(root)
          ? Optional.of(root.relativize(real).toString().replace('\\', '/'))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
