package dev.bulwark.registry.intake;

import dev.bulwark.registry.Content;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.seal.SealedStore;
import dev.bulwark.registry.state.Version;
import java.util.function.Consumer;

/// What lies under seal of versions the ledger knows.
record StoredFiles(SealedStore store) {
  /// What a ready version holds, for people who work on it.
  ///
  /// @throws RegistryFault `registry-conflict` when it is not ready
  PackingList ready(Version version) {
    if (version.state() != Version.State.READY) {
      throw new RegistryFault(
          RegistryFault.CONFLICT,
          "expected a ready version, found that %s is %s; %s"
              .formatted(
                  version.id(),
                  version.state().name(),
                  version.state() == Version.State.ERASED
                      ? "its bytes are destroyed"
                      : "what is in quarantine stays there"));
    }
    return known(version);
  }

  private PackingList known(Version version) {
    PackingList list = list(version);
    if (!content(list).equals(version.content())) {
      throw new RegistryFault(
          RegistryFault.CONFLICT,
          "expected the packing list the ledger knows of %s, found another; run a scrub"
              .formatted(version.id()));
    }
    return list;
  }

  /// The packing list of a version, as it lies there.
  PackingList list(Version version) {
    return store.list(
        version.list(),
        store
            .key(version.key())
            .orElseThrow(
                () ->
                    new RegistryFault(
                        RegistryFault.CONFLICT,
                        "expected the key of %s, found that it was erased"
                            .formatted(version.id()))));
  }

  /// The stored bytes of a version, whatever its state, for a producer to look at.
  ///
  /// @throws RegistryFault `registry-conflict` when its key was erased, or its packing list is not
  ///   the one the ledger knows
  Examiner.Stored of(Version version) {
    return of(known(version), _ -> {});
  }

  Examiner.Stored of(PackingList list, Consumer<String> progress) {
    return (name, to) -> {
      progress.accept(name);
      store.copy(
          list.items().stream()
              .filter(item -> item.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no file of that version")),
          to);
    };
  }

  static Content content(PackingList list) {
    return new Content(
        list.items().stream()
            .map(item -> new Content.File(item.name(), item.size(), item.digest()))
            .toList());
  }
}
