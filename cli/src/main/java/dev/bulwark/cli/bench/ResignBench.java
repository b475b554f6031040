package dev.bulwark.cli.bench;

import dev.bulwark.cli.bench.Stopwatch.Time;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.registry.signing.HashType;
import dev.bulwark.registry.signing.PrivateKeyEc;
import dev.bulwark.registry.signing.Serialization;
import dev.bulwark.registry.signing.Serialization.Cut;
import dev.bulwark.registry.signing.TreeHasher;
import dev.bulwark.registry.signing.TreeSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What signing a tree again costs after one of its files changed.
///
/// @param now when it is signed
record ResignBench(Path folder, ByteSize size, Stopwatch watch, Instant now) {
  private static final int FILES = 16;
  private static final Serialization HOW =
      new Serialization(Cut.Files.FILES, HashType.SHA256, false, List.of());

  /// @param tree bytes in the tree
  /// @param file bytes of the file that changed
  /// @param read bytes the process read from files while it signed again, as the operating system
  ///   counts them; as the signer counts them where it does not
  /// @param counted whether the operating system counted
  record Result(long tree, long file, long read, boolean counted, Time whole, Time again) {}

  Result run() throws IOException {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    long each = Math.max(1, size.bytes() / FILES);
    for (int i = 0; i < FILES; i++) {
      SealBench.write(tree.resolve("part-%02d.bin".formatted(i)), each, false);
    }
    TreeSigner signer =
        new TreeSigner(new TreeHasher(Runtime.getRuntime().availableProcessors(), _ -> {}));
    TreeSigner.Identity key =
        new TreeSigner.Identity(PrivateKeyEc.make(new SecureRandom()), List.of());
    TreeSigner.Signed[] signed = new TreeSigner.Signed[1];
    Time whole =
        watch.time(
            () -> signed[0] = signer.sign(tree, Optional.empty(), HOW, key, Optional.empty(), now));
    Path changed = tree.resolve("part-07.bin");
    Files.delete(changed);
    SealBench.write(changed, each, false);
    TreeSigner.Previous previous =
        new TreeSigner.Previous(signed[0].bundle(), List.of("part-07.bin"));
    Optional<Long> before = FileReads.soFar();
    Time again =
        watch.time(
            () ->
                signed[0] =
                    signer.sign(tree, Optional.empty(), HOW, key, Optional.of(previous), now));
    Optional<Long> read = FileReads.soFar().flatMap(now -> before.map(then -> now - then));
    for (Path file : files(tree)) {
      Files.delete(file);
    }
    return new Result(
        each * FILES, each, read.orElse(signed[0].bytes()), read.isPresent(), whole, again);
  }

  private static List<Path> files(Path tree) throws IOException {
    try (var files = Files.list(tree)) {
      return files.toList();
    }
  }
}
