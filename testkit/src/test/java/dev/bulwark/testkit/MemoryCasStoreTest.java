package dev.bulwark.testkit;

import dev.bulwark.kernel.store.CasStore;

class MemoryCasStoreTest extends CasStoreContract {
  @Override
  protected CasStore emptyStore() {
    return new MemoryCasStore();
  }

  @Override
  protected CasStore openAgain(CasStore store) {
    return store;
  }
}
