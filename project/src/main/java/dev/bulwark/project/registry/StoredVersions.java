package dev.bulwark.project.registry;

import dev.bulwark.inventory.LockFiles;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.seal.KeyEncryption;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.seal.Pkcs11Key;
import dev.bulwark.registry.seal.SealedStore;
import dev.bulwark.registry.state.Version;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.SecureRandom;
import java.util.List;

/// The bytes of a project's ready versions, for reading beside whoever writes: needs no lock and
/// changes nothing. What is in quarantine stays there.
public final class StoredVersions implements AutoCloseable {
  private static final ByteSize NOTHING_COMES_IN = new ByteSize(0);

  private final List<KeyEncryption> keys;
  private final SealedStore store;

  private StoredVersions(List<KeyEncryption> keys, SealedStore store) {
    this.keys = keys;
    this.store = store;
  }

  /// @throws dev.bulwark.kernel.fault.Fault when the registry's key is not there or does not open
  public static StoredVersions open(Home home) {
    SecureRandom random = new SecureRandom();
    List<KeyEncryption> keys =
        new RegistryKeys(home.registryKey(), KeySecrets.unattended(), random).open();
    return new StoredVersions(
        keys, new SealedStore(home.stores().sealed(), keys, random, NOTHING_COMES_IN));
  }

  /// What a version holds.
  ///
  /// @throws RegistryFault `registry-conflict` when it is not ready, was erased, or its list is not
  ///   the one the ledger knows
  public PackingList list(Version version) {
    if (version.state() != Version.State.READY) {
      throw conflict("a ready version", version.id() + " is " + version.state().name());
    }
    PackingList list =
        store.list(
            version.list(),
            store
                .key(version.key())
                .orElseThrow(() -> conflict("the key of " + version.id(), "that it was erased")));
    List<Content.File> files =
        list.items().stream()
            .map(item -> new Content.File(item.name(), item.size(), item.digest()))
            .toList();
    if (!new Content(files).equals(version.content())) {
      throw conflict("the packing list the ledger knows of " + version.id(), "another");
    }
    return list;
  }

  private static RegistryFault conflict(String expected, String found) {
    return new RegistryFault(
        RegistryFault.CONFLICT, "expected %s, found %s".formatted(expected, found));
  }

  /// As {@link SealedStore#read}.
  public SeekableByteChannel read(PackingList.Item item) {
    return store.read(item);
  }

  /// As {@link SealedStore#copy}.
  public void copy(PackingList.Item item, WritableByteChannel to) {
    store.copy(item, to);
  }

  /// The lock files of a version.
  public LockFiles lockFiles(Version version) {
    PackingList list = list(version);
    return new StoredLockFiles(
        version,
        (name, to) ->
            list.items().stream()
                .filter(item -> item.name().equals(name))
                .forEach(item -> copy(item, to)));
  }

  @Override
  public void close() {
    for (KeyEncryption key : keys) {
      if (key instanceof Pkcs11Key token) {
        token.close();
      }
    }
  }
}
