package dev.bulwark.project.registry;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.release.Opening;
import dev.bulwark.registry.release.PassCheck;
import dev.bulwark.registry.release.Seen;
import dev.bulwark.registry.release.Which;
import dev.bulwark.registry.seal.EnvironmentKey;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.seal.SealedReader;
import dev.bulwark.store.FileBlobStore;
import dev.bulwark.store.FileObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/// A place that serves: a copy of the registry's folder, its own key, and what it believes. What it
/// has opened it remembers in `KEY.seen`, beside its key, and only one at a time opens there.
///
/// @param registry as `RegistryDesk` lays it out; not trusted
/// @param key the environment's key file
/// @param trust the trust file
public record Place(Path registry, Path key, Path trust) {
  private static final int MOST_PASS_BYTES = 64 << 20;

  /// What came of asking to open.
  public sealed interface Answer {
    record Open(Opening opening, Opening.Result.Open release) implements Answer {}

    record Refused(String expected, String found) implements Answer {}
  }

  /// Verifies, and remembers before anything is opened.
  ///
  /// @param which of two generations, while a canary runs
  public Answer open(EnvironmentKey opened, Which which, Instant now) {
    PlaceMemory memory = new PlaceMemory(key.resolveSibling(key.getFileName() + ".seen"));
    return memory.alone(() -> open(opened, which, now, memory));
  }

  private Answer open(EnvironmentKey opened, Which which, Instant now, PlaceMemory memory) {
    TrustFile believes = TrustFile.read(trust);
    Opening opening =
        new Opening(
            new PassCheck(
                believes.ledger(),
                believes.judge(),
                believes.environment(),
                opened.publicKey().json()),
            opened,
            FileBlobStore.open(registry),
            new SealedReader(FileObjectStore.open(RegistryDesk.sealed(registry))));
    Bytes pass = pass(RegistryDesk.desired(registry, believes.environment()));
    return switch (opening.open(pass, which, memory.read(), now)) {
      case Opening.Result.Refused(String expected, String found, Seen seen) -> {
        memory.remember(seen);
        yield new Answer.Refused(expected, found);
      }
      case Opening.Result.Open release -> {
        memory.remember(release.seen());
        yield new Answer.Open(opening, release);
      }
    };
  }

  private static Bytes pass(Path file) {
    try {
      if (Files.size(file) > MOST_PASS_BYTES) {
        throw new WorkspaceFault(
            WorkspaceFault.INVALID,
            "expected a pass of at most 64 MiB at " + file + ", found a larger file");
      }
      return Bytes.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected the pass of this environment at "
              + file
              + ", found none; nothing was promoted to it yet, or the copy of the registry is not whole",
          e);
    }
  }

  /// One file of a release, by `asset/name`.
  public static PackingList.Item item(Opening.Result.Open release, String wanted) {
    for (Map.Entry<VersionId, PackingList> each : release.release().entrySet()) {
      for (PackingList.Item item : each.getValue().items()) {
        if (wanted.equals(each.getKey().asset() + "/" + item.name())) {
          return item;
        }
      }
    }
    throw new WorkspaceFault(
        WorkspaceFault.INVALID,
        "expected a file of the release as ASSET/NAME, found none called "
            + wanted
            + "; the release is "
            + release.release().keySet());
  }
}
