package dev.bulwark.cli.registry;

import dev.bulwark.cli.workspace.WorkspaceFault;
import dev.bulwark.registry.seal.KeyEncryption;
import dev.bulwark.registry.seal.KeystoreKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// The file of the registry's key, and of the next one while a rotation goes on: `registry.key`,
/// `registry.key.next`. A retired key is kept under its id until somebody removes it.
///
/// A crash at any point of a rotation leaves both files, or the new one alone; either opens
/// everything, and rotating again ends it.
record RegistryKeys(Path file, SecureRandom random) {

  /// Makes the first key.
  void create() {
    KeystoreKey.generate(random).createFile(file);
  }

  boolean exist() {
    return Files.exists(file) || Files.exists(next());
  }

  /// Every key there is; the first wraps.
  List<KeyEncryption> open() {
    List<KeyEncryption> keys = new ArrayList<>();
    for (Path each : List.of(file, next())) {
      if (Files.exists(each)) {
        keys.add(KeystoreKey.open(each, random));
      }
    }
    return keys.isEmpty() ? List.of(KeystoreKey.open(file, random)) : keys;
  }

  /// The key a rotation goes to: the one a rotation was cut off with, or a new one.
  KeyEncryption begin() {
    if (!Files.exists(next())) {
      KeystoreKey.generate(random).createFile(next());
    }
    return KeystoreKey.open(next(), random);
  }

  /// Retires the old key, when everything lies under the next one.
  ///
  /// @return where the old key is kept
  Path end() {
    Path retired = file;
    try {
      if (Files.exists(file)) {
        String id = KeystoreKey.open(file, random).id();
        retired = file.resolveSibling(file.getFileName() + "." + id + ".retired");
        Files.move(file, retired, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(next(), file, StandardCopyOption.ATOMIC_MOVE);
      return retired;
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.UNAVAILABLE,
          "expected to put the new key in the place of %s, found: %s; run `bulwark registry rotate` again"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }

  private Path next() {
    return file.resolveSibling(file.getFileName() + ".next");
  }
}
