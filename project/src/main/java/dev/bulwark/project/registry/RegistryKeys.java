package dev.bulwark.project.registry;

import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.registry.seal.KeyEncryption;
import dev.bulwark.registry.seal.KeystoreKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The file of the registry's key, and of the next one while a rotation goes on: `registry.key`,
/// `registry.key.next`. Either holds the key itself, with or without a passphrase, or says in which
/// token it is. A retired key is kept under its id until somebody removes it.
///
/// A crash at any point of a rotation leaves both files, or the new one alone; either opens
/// everything, and rotating again ends it.
///
/// @param secrets where a token's PIN and a file's passphrase are found
record RegistryKeys(Path file, KeySecrets secrets, SecureRandom random) {

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
        keys.add(open(each));
      }
    }
    return keys.isEmpty() ? List.of(open(file)) : keys;
  }

  private KeyEncryption open(Path each) {
    if (TokenReference.isIn(each)) {
      return TokenReference.read(each).open(secrets, random);
    }
    Optional<String> variable = KeystoreKey.passphraseVariable(each);
    if (variable.isEmpty()) {
      return KeystoreKey.open(each, random);
    }
    try (Passphrase passphrase =
        secrets.passphrase(
            "Passphrase of the registry's key " + each.getFileName(), variable.get())) {
      return KeystoreKey.open(each, passphrase, random);
    }
  }

  /// Whether a rotation was cut off.
  boolean isRotating() {
    return Files.exists(next());
  }

  /// The key a rotation goes to: the one a rotation was cut off with, or a new one in a file, under
  /// a passphrase when the present one is.
  ///
  /// @param current as {@link #open} gave them
  KeyEncryption begin(List<KeyEncryption> current) {
    return isRotating()
        ? current.getLast()
        : create(
            TokenReference.isIn(file) ? Optional.empty() : KeystoreKey.passphraseVariable(file));
  }

  /// The key a rotation goes to, in a file.
  ///
  /// @param variable the environment variable its passphrase is found in; empty for none
  /// @param current as {@link #open} gave them
  /// @throws WorkspaceFault when another rotation was cut off
  KeyEncryption begin(Optional<String> variable, List<KeyEncryption> current) {
    variable.ifPresent(KeySecrets::requireName);
    if (isRotating()) {
      if (TokenReference.isIn(next()) || !KeystoreKey.passphraseVariable(next()).equals(variable)) {
        throw otherRotation();
      }
      return current.getLast();
    }
    return create(variable);
  }

  private KeyEncryption create(Optional<String> variable) {
    KeystoreKey key = KeystoreKey.generate(random);
    if (variable.isEmpty()) {
      key.createFile(next());
      return key;
    }
    try (Passphrase passphrase =
        secrets.passphrase("New passphrase for the registry's key", variable.get())) {
      key.createFile(next(), passphrase, variable.get());
    }
    return opened();
  }

  /// The file under a new passphrase opens before anything lies under it: everything there is will
  /// hang on what was typed unseen.
  private KeyEncryption opened() {
    try {
      return open(next());
    } catch (RuntimeException e) {
      try {
        Files.deleteIfExists(next());
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  /// The key a rotation goes to, in a token.
  ///
  /// @param current as {@link #open} gave them; a key of the same name would take its place
  /// @param made whether to make it in the token first
  /// @throws WorkspaceFault when another rotation was cut off, or the key is in use already
  KeyEncryption begin(TokenReference token, List<KeyEncryption> current, boolean made) {
    if (isRotating()) {
      if (TokenReference.isIn(next()) && TokenReference.read(next()).equals(token)) {
        return current.getLast();
      }
      throw otherRotation();
    }
    KeyEncryption key = made ? token.create(secrets, random) : token.open(secrets, random);
    if (current.stream().anyMatch(each -> each.id().equals(key.id()))) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected another key than the one in use, found one of the same name; give the new one another name");
    }
    token.write(next());
    return key;
  }

  private WorkspaceFault otherRotation() {
    return new WorkspaceFault(
        WorkspaceFault.INVALID,
        "expected no rotation under way, found one to another key at %s; end it with `bulwark registry rotate`"
            .formatted(next()));
  }

  /// Retires the old key, when everything lies under the next one.
  void end(List<KeyEncryption> before) {
    try {
      if (Files.exists(file)) {
        String id = before.getFirst().id();
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + "." + id + ".retired"),
            StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(next(), file, StandardCopyOption.ATOMIC_MOVE);
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
