package dev.bulwark.evidence;

import dev.bulwark.evidence.tlog.TilePath;
import dev.bulwark.evidence.tlog.TileStore;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.kernel.store.StoreFault;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Every port of the evidence log over one map of names to bytes, which a test can look into,
/// damage, copy and make fail.
public final class StoresInMemory implements BlobStore, CasStore, TileStore {
  private final SortedMap<String, Bytes> files = new TreeMap<>();
  private int writesUntilFault = -1;
  private boolean faultPersists;
  private boolean leased;

  /// The names and bytes themselves: tiles as `tile/…`, cells as `cell/…`, blobs as `blob/…`.
  public SortedMap<String, Bytes> files() {
    return files;
  }

  public StoresInMemory copy() {
    StoresInMemory copy = new StoresInMemory();
    copy.files.putAll(files);
    return copy;
  }

  /// The write after `writes` more fails; whether it is there afterwards is `persists`.
  public void failAfter(int writes, boolean persists) {
    writesUntilFault = writes;
    faultPersists = persists;
  }

  public void heal() {
    writesUntilFault = -1;
  }

  private void write(Runnable change) {
    if (writesUntilFault == 0) {
      if (faultPersists) {
        change.run();
      }
      throw new StoreFault(StoreFault.UNAVAILABLE, "the test pulled the plug");
    }
    writesUntilFault -= writesUntilFault > 0 ? 1 : 0;
    change.run();
  }

  @Override
  public void put(String name, Bytes content) {
    Bytes there = files.get("blob/" + name);
    if (there != null && !there.equals(content)) {
      throw new StoreFault(StoreFault.CONFLICT, name);
    }
    write(() -> files.put("blob/" + name, content));
  }

  @Override
  public void erase(String name) {
    write(() -> files.remove("blob/" + name));
  }

  @Override
  public List<String> names(String folder) {
    return files.keySet().stream()
        .filter(name -> name.startsWith("blob/" + folder + "/"))
        .map(name -> name.substring("blob/".length()))
        .toList();
  }

  @Override
  public Optional<Bytes> find(String name) {
    Bytes cell = files.get("cell/" + name);
    return Optional.ofNullable(cell != null ? cell : files.get("blob/" + name));
  }

  @Override
  public boolean replace(String name, Optional<Bytes> expected, Bytes next) {
    if (!Optional.ofNullable(files.get("cell/" + name)).equals(expected)) {
      return false;
    }
    write(() -> files.put("cell/" + name, next));
    return true;
  }

  @Override
  public Optional<Bytes> read(TilePath path) {
    return Optional.ofNullable(files.get(path.path()))
        .map(bytes -> bytes.slice(0, Math.min(bytes.size(), path.maxBytes() + 1)));
  }

  @Override
  public void write(Map<TilePath, Bytes> tiles) {
    write(() -> tiles.forEach((path, bytes) -> files.put(path.path(), bytes)));
  }

  @Override
  public List<TilePath> list(int level, long from, long to) {
    return files.keySet().stream()
        .flatMap(name -> TilePath.parse(name).stream())
        .filter(path -> path.level() == level && path.index() >= from && path.index() < to)
        .toList();
  }

  @Override
  public void remove(Collection<TilePath> tiles) {
    write(() -> tiles.forEach(path -> files.remove(path.path())));
  }

  @Override
  public Optional<Lease> lease() {
    if (leased) {
      return Optional.empty();
    }
    leased = true;
    return Optional.of(
        new Lease() {
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
            leased = false;
          }
        });
  }
}
