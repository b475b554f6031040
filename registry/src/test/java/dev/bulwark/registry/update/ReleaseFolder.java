package dev.bulwark.registry.update;

import dev.bulwark.registry.signing.HashType;
import dev.bulwark.registry.signing.PrivateKeyEc;
import dev.bulwark.registry.signing.Serialization;
import dev.bulwark.registry.signing.TreeHasher;
import dev.bulwark.registry.signing.TreeSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A folder in which a vendor lays out releases of scorer.
///
/// @param now when a signature is made
record ReleaseFolder(Path folder, Supplier<Instant> now) {
  static TreeHasher hasher() {
    return new TreeHasher(1, _ -> {});
  }

  Path signed(String number, Map<String, String> files, PrivateKeyEc key) {
    Path release = unsigned(number, files);
    sign(release, key);
    return release;
  }

  Path unsigned(String number, Map<String, String> files) {
    Path release = folder.resolve("scorer-" + number);
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path to = release.resolve(file.getKey());
        Files.createDirectories(to.getParent());
        Files.writeString(to, file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return release;
  }

  void sign(Path release, PrivateKeyEc key) {
    sign(
        release,
        key,
        new Serialization(Serialization.Cut.Files.FILES, HashType.SHA256, false, List.of()));
  }

  void sign(Path release, PrivateKeyEc key, Serialization how) {
    Path signature = release.resolve("model.sig");
    try {
      Files.deleteIfExists(signature);
      Files.write(
          signature,
          new TreeSigner(hasher())
              .sign(
                  release,
                  Optional.of(signature),
                  how,
                  new TreeSigner.Identity(key, List.of()),
                  Optional.empty(),
                  now.get())
              .bundle()
              .toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
