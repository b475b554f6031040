package dev.bulwark.registry.seal;

/// Keys as they lay before each push gave its own a name.
public final class OldPlace {
  private OldPlace() {}

  public static void keep(SealedStore store, String versionId, DataKey key) {
    store.keep(KeyPlace.ofVersion(versionId), key);
  }
}
