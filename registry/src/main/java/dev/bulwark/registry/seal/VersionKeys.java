package dev.bulwark.registry.seal;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// The versions' data keys, wrapped, each an object of its own: `keys/<place>/<wrapping key>`.
///
/// @param keys of the registry, the one that wraps first; the others only unwrap
record VersionKeys(ObjectStore store, List<KeyEncryption> keys) {
  private static final int MOST_BYTES = 1024;
  private static final String CONTEXT_LABEL = "bulwark version key v1\n";

  private static Bytes context(String place) {
    return Bytes.utf8(CONTEXT_LABEL + ObjectName.last(place));
  }

  void keep(KeyPlace place, DataKey key) {
    Optional<DataKey> there = find(place);
    if (there.isPresent()) {
      if (there.get().equals(key)) {
        return;
      }
      throw new SealFault(
          SealFault.CONFLICT,
          "expected no key yet for this version, found another; a version's key never changes");
    }
    put(place.name(), keys.getFirst(), key);
  }

  private void put(String place, KeyEncryption by, DataKey key) {
    try (ObjectStore.Writer writer = store.create()) {
      writer.write(by.wrap(key, context(place)).buffer());
      writer.commit(ObjectName.key(place, by.id()));
    }
  }

  /// @return empty when no key is kept, or it was erased
  /// @throws SealFault `registry-key-other`, `seal-broken`
  Optional<DataKey> find(KeyPlace place) {
    Optional<DataKey> found = open(store, place.name());
    if (found.isEmpty()) {
      requireNone(place.name());
    }
    return found;
  }

  /// What any of the registry's keys opens there.
  Optional<DataKey> open(ObjectStore from, String place) {
    return keys.stream().flatMap(key -> unwrap(from, place, key).stream()).findFirst();
  }

  private static Optional<DataKey> unwrap(ObjectStore from, String place, KeyEncryption key) {
    return new SealedObjects(from)
        .raw(ObjectName.key(place, key.id()), MOST_BYTES)
        .flatMap(
            wrapped ->
                switch (key.unwrap(wrapped, context(place))) {
                  case Unwrapped.Key(DataKey unwrapped) -> Optional.of(unwrapped);
                  case Unwrapped.OtherKey _, Unwrapped.Damaged _ -> Optional.empty();
                });
  }

  private void requireNone(String place) {
    List<String> there = wrapped(place);
    if (there.isEmpty()) {
      return;
    }
    List<String> ours = keys.stream().map(KeyEncryption::id).toList();
    if (there.stream().map(ObjectName::last).noneMatch(ours::contains)) {
      throw new SealFault(
          SealFault.OTHER_KEY,
          "expected a key wrapped by %s, found one by %s at %s; give the key it was wrapped with"
              .formatted(String.join(", ", ours), ObjectName.last(there.getFirst()), place));
    }
    throw new SealFault(
        SealFault.BROKEN,
        "expected the key of a version at %s as it was wrapped, found other bytes; run a scrub with a replica"
            .formatted(place));
  }

  private List<String> wrapped(String place) {
    return store.names().stream()
        .filter(name -> ObjectName.isKey(name) && ObjectName.parent(name).equals(place))
        .toList();
  }

  /// Destroys the key, however often it is wrapped.
  void erase(KeyPlace place) {
    wrapped(place.name()).forEach(store::erase);
  }

  /// What a rotation did.
  ///
  /// @param wrapped how many versions' keys lie under the new key alone
  /// @param left the places of keys that no key opens; they are as they were
  record Rotated(int wrapped, List<String> left) {}

  /// Wraps every key anew, and only when all are, takes the old ones away: at every moment one key
  /// opens them all.
  Rotated rotate(KeyEncryption next, Progress progress) {
    TreeMap<String, TreeSet<String>> places = new TreeMap<>();
    for (String name : store.names()) {
      if (ObjectName.isKey(name)) {
        places
            .computeIfAbsent(ObjectName.parent(name), _ -> new TreeSet<>())
            .add(ObjectName.last(name));
      }
    }
    TreeSet<String> left = new TreeSet<>();
    places.forEach(
        (place, wrappedBy) -> {
          if (!wrapAnew(place, wrappedBy.contains(next.id()), next)) {
            left.add(place);
          }
          progress.done(place, 0);
        });
    left.forEach(places::remove);
    places.forEach(
        (place, wrappedBy) ->
            wrappedBy.stream()
                .filter(id -> !id.equals(next.id()))
                .forEach(id -> store.erase(ObjectName.key(place, id))));
    return new Rotated(places.size(), List.copyOf(left));
  }

  /// @return false when no key opens what is there
  private boolean wrapAnew(String place, boolean isThere, KeyEncryption next) {
    if (isThere && unwrap(store, place, next).isPresent()) {
      return true;
    }
    Optional<DataKey> key = open(store, place);
    if (key.isEmpty()) {
      return false;
    }
    if (isThere) {
      store.erase(ObjectName.key(place, next.id()));
    }
    put(place, next, key.get());
    return true;
  }
}
