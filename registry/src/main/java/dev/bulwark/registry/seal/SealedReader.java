package dev.bulwark.registry.seal;

import dev.bulwark.kernel.store.ObjectStore;
import java.nio.channels.WritableByteChannel;

/// Reads a sealed store, or a copy of one, with the key of a version and without any key of the
/// registry: what a place that serves can do.
///
/// @param store not trusted; nothing in it is changed
public record SealedReader(ObjectStore store) {

  /// @throws SealFault `seal-missing`, `seal-broken`
  public PackingList list(String name, DataKey versionKey) {
    return new SealedObjects(store).list(name, versionKey);
  }

  /// As {@link SealedStore#copy}.
  ///
  /// @throws SealFault `seal-missing`, `seal-broken`, `open-failed`
  public void copy(PackingList.Item item, WritableByteChannel to) {
    new SealedObjects(store).copy(item, to);
  }
}
