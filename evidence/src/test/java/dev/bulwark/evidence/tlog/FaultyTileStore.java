package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.testkit.FaultPlan;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A {@link TileStore} whose writes fail as planned. Every tile of a batch is a write of its own,
/// so a batch also fails half-way.
final class FaultyTileStore implements TileStore {
  private final TileStore inner;
  private final FaultPlan plan;

  FaultyTileStore(TileStore inner, FaultPlan plan) {
    this.inner = inner;
    this.plan = plan;
  }

  @Override
  public Optional<Bytes> read(TilePath path) {
    return inner.read(path);
  }

  @Override
  public void write(Map<TilePath, Bytes> tiles) {
    tiles.forEach((path, content) -> plan.write(() -> inner.write(Map.of(path, content))));
  }

  @Override
  public List<TilePath> list(int level, long from, long to) {
    return inner.list(level, from, to);
  }

  @Override
  public void remove(Collection<TilePath> tiles) {
    tiles.forEach(path -> plan.write(() -> inner.remove(List.of(path))));
  }

  @Override
  public Optional<Lease> lease() {
    return inner.lease();
  }
}
