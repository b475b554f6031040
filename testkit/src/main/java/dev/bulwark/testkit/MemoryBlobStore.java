package dev.bulwark.testkit;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.kernel.store.StoreFault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A {@link BlobStore} in memory, for tests. Thread-safe.
public final class MemoryBlobStore implements BlobStore {
  private final Map<String, Bytes> blobs = new ConcurrentHashMap<>();

  @Override
  public void put(String name, Bytes content) {
    Bytes there = blobs.putIfAbsent(StoreName.require(name), content);
    if (there != null && !there.equals(content)) {
      throw new StoreFault(StoreFault.CONFLICT, "other bytes are kept under " + name);
    }
  }

  @Override
  public Optional<Bytes> find(String name) {
    return Optional.ofNullable(blobs.get(StoreName.require(name)));
  }

  @Override
  public void erase(String name) {
    blobs.remove(StoreName.require(name));
  }

  @Override
  public List<String> names(String folder) {
    String start = StoreName.require(folder) + "/";
    return blobs.keySet().stream().filter(name -> name.startsWith(start)).sorted().toList();
  }
}
