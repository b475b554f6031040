package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.signing.Serialization.Cut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A folder, keys, a signer and a verifier to try things on.
final class Bench {
  static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  static final PrivateKeyEc KEY = PrivateKeyEc.make(new SecureRandom());
  static final PrivateKeyEc OTHER = PrivateKeyEc.make(new SecureRandom());
  static final Serialization FILES =
      new Serialization(Cut.Files.FILES, HashType.SHA256, false, List.of());

  private static final Path OMS = Path.of("src", "test", "resources", "oms");

  final Path root;
  final TreeHasher hasher = new TreeHasher(2, name -> {});
  final TreeSigner signer = new TreeSigner(hasher);
  final TreeVerifier verifier = new TreeVerifier(hasher);

  Bench(Path root) {
    this.root = root;
  }

  static Serialization shards(long size) {
    return new Serialization(new Cut.Shards(size), HashType.SHA256, false, List.of());
  }

  static Serialization ignoring(String... names) {
    return new Serialization(Cut.Files.FILES, HashType.SHA256, false, List.of(names));
  }

  static Bytes vector(String name) {
    return read(OMS.resolve(name));
  }

  static Bytes read(Path file) {
    try {
      return Bytes.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Bench with(String name, String content) {
    return with(name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  Bench with(String name, byte[] content) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Bench without(String name) {
    try {
      Files.delete(root.resolve(name));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A small model: three files, one in a folder.
  Bench model() {
    return with("config.json", "{}")
        .with("weights/a.bin", "aaaaaaaaaa")
        .with("weights/b.bin", "bb");
  }

  TreeSigner.Signed sign(Serialization how) {
    return signer.sign(
        root,
        Optional.of(root.resolve("model.sig")),
        how,
        new TreeSigner.Identity(KEY, List.of()),
        Optional.empty(),
        NOW);
  }

  Bytes bundle(Serialization how) {
    return sign(how).bundle();
  }

  TreeVerification verify(Bytes bundle) {
    return verify(bundle, TreeVerifier.Options.STRICT);
  }

  TreeVerification verify(Bytes bundle, TreeVerifier.Options options) {
    return verify(bundle, new Trust.Key(KEY.publicKey(), List.of()), options);
  }

  TreeVerification verify(Bytes bundle, Trust trust, TreeVerifier.Options options) {
    return verifier.verify(
        root, Optional.of(root.resolve("model.sig")), bundle, trust, options, NOW);
  }

  /// A bundle by {@link #KEY} over any payload.
  static Bytes seal(Bytes payload) {
    Bundle bare =
        new Bundle(
            new Bundle.Material.Hint(KEY.publicKey().hint()),
            List.of(),
            List.of(),
            payload,
            Bytes.EMPTY);
    return new Bundle(bare.material(), List.of(), List.of(), payload, KEY.sign(bare.signed()))
        .json()
        .canonicalBytes();
  }

  /// A bundle by {@link #KEY} over a manifest that no signer of ours would write.
  static Bytes seal(Manifest manifest) {
    return seal(manifest.statement().canonicalBytes());
  }

  static TreeVerification.Reason reason(TreeVerification verification) {
    return switch (verification) {
      case TreeVerification.Refused refused -> refused.reason();
      case TreeVerification.Verified _ -> throw new AssertionError("expected a no, found a yes");
    };
  }
}
