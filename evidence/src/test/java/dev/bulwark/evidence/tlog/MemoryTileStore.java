package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// A {@link TileStore} in memory. The map is open to tests, which stand for whoever owns the store.
final class MemoryTileStore implements TileStore {
  final Map<TilePath, Bytes> tiles = new ConcurrentHashMap<>();
  private final AtomicBoolean leased = new AtomicBoolean();

  @Override
  public Optional<Bytes> read(TilePath path) {
    return Optional.ofNullable(tiles.get(path));
  }

  @Override
  public void write(Map<TilePath, Bytes> batch) {
    tiles.putAll(batch);
  }

  @Override
  public List<TilePath> list(int level, long from, long to) {
    return tiles.keySet().stream()
        .filter(tile -> tile.level() == level && tile.index() >= from && tile.index() < to)
        .toList();
  }

  @Override
  public void remove(Collection<TilePath> gone) {
    gone.forEach(tiles::remove);
  }

  @Override
  public Optional<Lease> lease() {
    return leased.compareAndSet(false, true) ? Optional.of(new Held()) : Optional.empty();
  }

  /// As if the process that holds the lease were gone.
  void crash() {
    leased.set(false);
  }

  private final class Held implements Lease {
    @Override
    public List<String> swept() {
      return List.of();
    }

    @Override
    public void require() {
      // One process.
    }

    @Override
    public void close() {
      leased.set(false);
    }
  }
}
