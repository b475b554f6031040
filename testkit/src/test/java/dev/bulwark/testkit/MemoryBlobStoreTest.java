package dev.bulwark.testkit;

import dev.bulwark.kernel.store.BlobStore;

class MemoryBlobStoreTest extends BlobStoreContract {
  @Override
  protected BlobStore emptyStore() {
    return new MemoryBlobStore();
  }

  @Override
  protected BlobStore openAgain(BlobStore store) {
    return store;
  }
}
