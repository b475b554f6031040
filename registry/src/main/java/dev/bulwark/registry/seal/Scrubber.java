package dev.bulwark.registry.seal;

import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads everything that some versions need and mends from a replica what is not as it was sealed.
/// One work, one scrubber; not thread-safe.
///
/// Nothing is believed of the replica: its copy must open before it is taken, and again after.
final class Scrubber {
  private final ObjectStore store;
  private final VersionKeys keys;
  private final Optional<ObjectStore> replica;
  private final Progress progress;
  private final List<ScrubReport.Flaw> flaws = new ArrayList<>();
  private final Set<PackingList.Item> seen = new HashSet<>();
  private long objects;
  private long bytes;

  Scrubber(VersionKeys keys, Optional<ObjectStore> replica, Progress progress) {
    this.store = keys.store();
    this.keys = keys;
    this.replica = replica;
    this.progress = progress;
  }

  ScrubReport scrub(Collection<SealedStore.Live> versions) {
    for (SealedStore.Live version : versions) {
      key(version.key())
          .flatMap(key -> list(version.list(), key))
          .ifPresent(list -> list.items().forEach(this::item));
    }
    return new ScrubReport(objects, bytes, flaws);
  }

  private Optional<DataKey> key(KeyPlace at) {
    String place = at.name();
    String name = ObjectName.key(place, keys.keys().getFirst().id());
    return checked(
        name,
        0,
        from ->
            from.equals(store)
                ? keys.find(at).orElseThrow(() -> missing(place))
                : keys.open(from, place).orElseThrow(() -> missing(place)));
  }

  private static SealFault missing(String place) {
    return new SealFault(
        SealFault.MISSING, "expected the key of a version at " + place + ", found none");
  }

  private Optional<PackingList> list(String name, DataKey key) {
    return checked(name, 0, from -> new SealedObjects(from).list(name, key));
  }

  private void item(PackingList.Item item) {
    if (seen.add(item)) {
      bytes += item.size();
      checked(
          item.object(),
          item.size(),
          from -> {
            new SealedObjects(from)
                .flaw(item)
                .ifPresent(
                    fault -> {
                      throw fault;
                    });
            return item;
          });
    }
  }

  /// Reads an object, mends it when it is broken, and notes both.
  ///
  /// @param read gives what the object holds, from either store, or a fault
  private <T> Optional<T> checked(String name, long size, Function<ObjectStore, T> read) {
    objects++;
    Optional<T> found;
    try {
      found = Optional.of(read.apply(store));
    } catch (SealFault e) {
      found = mended(name, read);
      flaws.add(new ScrubReport.Flaw(name, kind(e.type()), found.isPresent()));
    }
    progress.done(name, size);
    return found;
  }

  private static ScrubReport.Kind kind(ProblemType type) {
    if (type.equals(SealFault.MISSING)) {
      return ScrubReport.Kind.MISSING;
    }
    return type.equals(SealFault.OTHER_KEY) ? ScrubReport.Kind.OTHER_KEY : ScrubReport.Kind.DAMAGED;
  }

  private <T> Optional<T> mended(String name, Function<ObjectStore, T> read) {
    if (replica.flatMap(from -> right(from, read)).isEmpty()) {
      return Optional.empty();
    }
    try (ObjectStore.Writer writer = store.create()) {
      if (!copied(name, writer)) {
        return Optional.empty();
      }
      store.erase(name);
      writer.commit(name);
    }
    try {
      return Optional.of(read.apply(store));
    } catch (SealFault e) {
      // The replica gave other bytes the second time.
      return Optional.empty();
    }
  }

  private static <T> Optional<T> right(ObjectStore from, Function<ObjectStore, T> read) {
    try {
      return Optional.of(read.apply(from));
    } catch (SealFault | StoreFault e) {
      return Optional.empty();
    }
  }

  private boolean copied(String name, ObjectStore.Writer writer) {
    Optional<SeekableByteChannel> opened;
    try {
      opened = replica.orElseThrow().open(name);
    } catch (StoreFault e) {
      return false;
    }
    if (opened.isEmpty()) {
      return false;
    }
    try (SeekableByteChannel from = opened.get()) {
      ByteBuffer buffer = ByteBuffer.allocate(Digesting.BUFFER_SIZE);
      while (from.read(buffer) >= 0) {
        writer.write(buffer.flip());
        buffer.clear();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
