package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Full hash tiles that were verified once: they can never change again. Keeps the most recently
/// used; thread-safe.
final class TileCache {
  private final Map<TilePath, Bytes> verified;

  /// @param maxTiles at least 1; a tile is 8 KiB
  TileCache(int maxTiles) {
    this.verified =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<TilePath, Bytes> eldest) {
            return size() > maxTiles;
          }
        };
  }

  synchronized Optional<Bytes> find(TilePath path) {
    return Optional.ofNullable(verified.get(path));
  }

  synchronized void keep(TilePath path, Bytes content) {
    verified.put(path, content);
  }
}
