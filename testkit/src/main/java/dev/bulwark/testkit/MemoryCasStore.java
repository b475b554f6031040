package dev.bulwark.testkit;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A {@link CasStore} in memory, for tests. Thread-safe.
public final class MemoryCasStore implements CasStore {
  private final Map<String, Bytes> cells = new HashMap<>();

  @Override
  public synchronized Optional<Bytes> find(String name) {
    return Optional.ofNullable(cells.get(StoreName.require(name)));
  }

  @Override
  public synchronized boolean replace(String name, Optional<Bytes> expected, Bytes next) {
    if (next.size() > MAX_BYTES) {
      throw new IllegalArgumentException("a cell of " + next.size() + " bytes");
    }
    if (!find(name).equals(expected)) {
      return false;
    }
    cells.put(name, next);
    return true;
  }
}
