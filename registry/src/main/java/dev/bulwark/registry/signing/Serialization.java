package dev.bulwark.registry.signing;

import dev.bulwark.kernel.json.Json;
import java.util.List;

/// How a tree was cut into resources (OMS §5.2.2); whoever verifies cuts it the same way.
///
/// @param ignorePaths names that were passed over, with what lies below them
public record Serialization(
    Cut cut, HashType hash, boolean allowSymlinks, List<String> ignorePaths) {

  /// Whole files, or pieces of them.
  public sealed interface Cut {
    enum Files implements Cut {
      FILES
    }

    /// @param size bytes of every piece but a file's last one, from 1
    record Shards(long size) implements Cut {
      /// What the reference takes.
      public static final Shards DEFAULT = new Shards(1_000_000_000);

      public Shards {
        if (size < 1 || size > Json.Int.MAX) {
          throw new IllegalArgumentException("a shard has at least one byte, found " + size);
        }
      }
    }
  }

  public Serialization {
    ignorePaths = List.copyOf(ignorePaths);
  }

  /// The `algorithm` the reference writes beside each digest.
  String algorithm() {
    return switch (cut) {
      case Cut.Files _ -> hash.id();
      case Cut.Shards(long size) -> hash.id() + "-sharded-" + size;
    };
  }

  boolean isSharded() {
    return cut instanceof Cut.Shards;
  }

  /// Whether two manifests made so can lend each other digests.
  boolean cutsLike(Serialization other) {
    return cut.equals(other.cut) && hash == other.hash;
  }

  Json.Obj json() {
    Json.Builder json =
        Json.object()
            .put("method", isSharded() ? "shards" : "files")
            .put("hash_type", hash.id())
            .put("allow_symlinks", allowSymlinks)
            .put("ignore_paths", Json.texts(ignorePaths));
    if (cut instanceof Cut.Shards(long size)) {
      json.put("shard_size", size);
    }
    return json.build();
  }
}
