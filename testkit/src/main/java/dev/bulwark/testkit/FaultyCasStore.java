package dev.bulwark.testkit;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import java.util.Optional;

/// A {@link CasStore} whose swaps fail as planned.
public final class FaultyCasStore implements CasStore {
  private final CasStore inner;
  private final FaultPlan plan;

  public FaultyCasStore(CasStore inner, FaultPlan plan) {
    this.inner = inner;
    this.plan = plan;
  }

  @Override
  public Optional<Bytes> find(String name) {
    return inner.find(name);
  }

  @Override
  public boolean replace(String name, Optional<Bytes> expected, Bytes next) {
    boolean[] swapped = new boolean[1];
    plan.write(() -> swapped[0] = inner.replace(name, expected, next));
    return swapped[0];
  }
}
