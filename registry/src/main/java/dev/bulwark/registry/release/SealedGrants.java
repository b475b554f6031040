package dev.bulwark.registry.release;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.seal.DataKey;
import dev.bulwark.registry.seal.EnvironmentPublicKey;
import dev.bulwark.registry.seal.Grant;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.seal.SealFault;
import dev.bulwark.registry.seal.SealedStore;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.Version;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Grants beside a sealed store: `grants/<environment>/<digest>`.
///
/// @param store opens the data keys
/// @param blobs its names under `grants/` are the grants'
public record SealedGrants(SealedStore store, BlobStore blobs, SecureRandom random)
    implements Grants {
  private static final String FOLDER = "grants";
  private static final Pattern NAME = Pattern.compile(FOLDER + "/[^/]+/[0-9a-f]{64}");

  @Override
  public Digest issue(Environment environment, long generation, Version version) {
    Bytes grant =
        Grant.seal(
                EnvironmentPublicKey.parse(environment.key()),
                key(version),
                info(environment.name(), generation, version.id(), version.content()),
                random)
            .render();
    Digest digest = Digest.of(grant);
    blobs.put(name(environment.name(), digest), grant);
    return digest;
  }

  /// The names of all sealed keys that are there, known to the ledger or not.
  List<String> all() {
    return blobs.names(FOLDER).stream().filter(name -> NAME.matcher(name).matches()).toList();
  }

  /// Destroys a sealed key.
  ///
  /// @param name one of {@link #all}
  void erase(String name) {
    blobs.erase(name);
  }

  static String name(String environment, Digest grant) {
    return FOLDER + "/" + environment + "/" + grant.hex();
  }

  /// What a grant is for: it opens nothing at another place, generation or version.
  static Bytes info(String environment, long generation, VersionId version, Content content) {
    return Json.object()
        .put("environment", environment)
        .put("generation", generation)
        .put("version", version.toString())
        .put("content", content.digest().toString())
        .build()
        .canonicalBytes();
  }

  private DataKey key(Version version) {
    return store
        .key(version.key())
        .orElseThrow(
            () ->
                new RegistryFault(
                    RegistryFault.CONFLICT,
                    "expected the key of %s, found that it was erased".formatted(version.id())));
  }

  @Override
  public Optional<String> inspect(Version version) {
    try {
      PackingList list = store.list(version.list(), key(version));
      List<Content.File> files =
          list.items().stream()
              .map(item -> new Content.File(item.name(), item.size(), item.digest()))
              .toList();
      if (!new Content(files).equals(version.content())) {
        return Optional.of("the packing list of " + version.id() + " is another");
      }
      list.items()
          .forEach(item -> store.copy(item, Channels.newChannel(OutputStream.nullOutputStream())));
      return Optional.empty();
    } catch (SealFault | RegistryFault e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
