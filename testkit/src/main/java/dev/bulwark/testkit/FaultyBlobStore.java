package dev.bulwark.testkit;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.BlobStore;
import java.util.List;
import java.util.Optional;

/// A {@link BlobStore} whose puts and erasures fail as planned.
public final class FaultyBlobStore implements BlobStore {
  private final BlobStore inner;
  private final FaultPlan plan;

  public FaultyBlobStore(BlobStore inner, FaultPlan plan) {
    this.inner = inner;
    this.plan = plan;
  }

  @Override
  public void put(String name, Bytes content) {
    plan.write(() -> inner.put(name, content));
  }

  @Override
  public Optional<Bytes> find(String name) {
    return inner.find(name);
  }

  @Override
  public void erase(String name) {
    plan.write(() -> inner.erase(name));
  }

  @Override
  public List<String> names(String folder) {
    return inner.names(folder);
  }
}
