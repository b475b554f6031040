package dev.bulwark.testkit;

import dev.bulwark.kernel.store.ObjectStore;

class MemoryObjectStoreTest extends ObjectStoreContract {
  @Override
  protected ObjectStore emptyStore() {
    return new MemoryObjectStore();
  }

  @Override
  protected ObjectStore openAgain(ObjectStore store) {
    return store;
  }
}
