package dev.bulwark.project.registry;

import dev.bulwark.kernel.store.ObjectStore;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;

/// Objects of which one is erased only while the ledger is still led from here: what no version
/// named when it was looked at, another server's push may name by now.
///
/// @param objects the store itself
/// @param lease refuses by throwing, when somebody else leads
record LeasedObjects(ObjectStore objects, Runnable lease) implements ObjectStore {

  @Override
  public Writer create() {
    return objects.create();
  }

  @Override
  public Optional<SeekableByteChannel> open(String name) {
    return objects.open(name);
  }

  @Override
  public void erase(String name) {
    lease.run();
    objects.erase(name);
  }

  @Override
  public List<String> names() {
    return objects.names();
  }
}
