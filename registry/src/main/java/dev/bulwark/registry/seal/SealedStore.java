package dev.bulwark.registry.seal;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.registry.seal.PackingList.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps the files of versions under seal.
///
/// ```
/// objects/xx/<random>       a file, encrypted under a key of its own
/// lists/<random>            a version's packing list, encrypted under the version's data key
/// keys/<random>/<by>        the version's data key, wrapped by a key of the registry
/// ```
///
/// A version comes in by {@link #seal} for each file, {@link #putList}, {@link #keep}; each is
/// durable when it returns, and it is the caller's event that makes the version known. Crash: what
/// lies there and no event names is taken away by {@link #sweep}. {@link #erase} and {@link
/// #rotate} can be called again after a crash and then end what they began.
///
/// Trust: none in the store. Whoever owns it can destroy what is there; what they change is found
/// when it is read, and without the registry's key they learn how many objects there are, how large
/// and how old, and nothing else. They can put back a wrapped key they saw before it was erased:
/// erasure holds against whoever has not copied it.
///
/// Thread-safe: files may go under seal side by side. {@link #rotate}, {@link #erase}, {@link
/// #sweep} and {@link #scrub} are for one caller at a time, while nobody seals. Methods throw
/// {@link dev.bulwark.kernel.store.StoreFault} when the store fails.
public final class SealedStore {
  private final ObjectStore store;
  private final SecureRandom random;
  private final SealedObjects objects;
  private final VersionKeys keys;
  private final Upload upload;

  /// @param store its names under `objects/`, `lists/` and `keys/` are the sealed store's
  /// @param keys of the registry: the first wraps, all unwrap
  /// @param largestFile what {@link #seal} takes
  public SealedStore(
      ObjectStore store, List<KeyEncryption> keys, SecureRandom random, ByteSize largestFile) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a sealed store needs a key");
    }
    this.store = store;
    this.random = random;
    this.objects = new SealedObjects(store);
    this.keys = new VersionKeys(store, List.copyOf(keys));
    this.upload = new Upload(store, random, largestFile);
  }

  /// Puts a file under seal in one pass over its bytes.
  ///
  /// @param source read to its end, not closed
  /// @param declaredSize how many bytes there will be; more or fewer are refused
  /// @param taps see the bytes in order
  /// @return the item for the packing list; its object is durable
  /// @throws SealFault `file-name-refused`, `upload-too-large`, `upload-size-wrong`,
  ///   `upload-failed`; nothing is left behind then
  public Item seal(String name, ReadableByteChannel source, long declaredSize, Tap... taps) {
    return upload.seal(name, source, declaredSize, List.of(taps));
  }

  /// Keeps a packing list under its version's data key.
  ///
  /// @return the name under which it lies
  /// @throws SealFault `upload-too-large`
  public String putList(PackingList list, DataKey versionKey) {
    ByteBuffer plain = ByteBuffer.wrap(list.render().toArray());
    String name = ObjectName.list(random);
    try (ObjectStore.Writer writer = store.create();
        SealingChannel sealing = SealedObjects.encryption(name, versionKey).seal(writer, random)) {
      sealing.write(plain);
      sealing.finish();
      writer.commit(name);
      return name;
    } catch (IOException e) {
      // A store speaks in faults.
      throw new UncheckedIOException(e);
    }
  }

  /// Keeps a version's data key at a place of its own, where nobody else writes.
  ///
  /// @return the place, for the version's event
  public KeyPlace keep(DataKey key) {
    KeyPlace place = KeyPlace.fresh(random);
    keep(place, key);
    return place;
  }

  /// Keeps a data key; the same key again is a success that changes nothing.
  ///
  /// @throws SealFault `seal-conflict` when another key is kept; as {@link #key}
  void keep(KeyPlace place, DataKey key) {
    keys.keep(place, key);
  }

  /// The data key of a version; empty when none is kept, or it was erased.
  ///
  /// @throws SealFault `registry-key-other` when it was wrapped by another key; `seal-broken`
  public Optional<DataKey> key(KeyPlace place) {
    return keys.find(place);
  }

  /// @throws SealFault `seal-missing`, `seal-broken`
  public PackingList list(String name, DataKey versionKey) {
    return ObjectName.isList(name) ? objects.list(name, versionKey) : missingList();
  }

  private static PackingList missingList() {
    throw new SealFault(
        SealFault.MISSING,
        "expected the name of a packing list, found another text; see the event");
  }

  /// Opens a file for reading at any place. Every byte it gives is authentic; what is broken shows
  /// as {@link BrokenSeal} from the read that would have given it.
  ///
  /// @throws SealFault `seal-missing`, `seal-broken`
  public SeekableByteChannel read(Item item) {
    return objects.open(item);
  }

  /// Copies a file. Every byte is authentic before it is written, but only when this returns are
  /// they the whole file, with the digest in the list: after a fault throw away what was written.
  ///
  /// @param to not closed
  /// @throws SealFault `seal-missing`, `seal-broken`, `open-failed`
  public void copy(Item item, WritableByteChannel to) {
    objects.copy(item, to);
  }

  /// What a rotation did.
  ///
  /// @param versions how many versions' keys lie under the new key alone
  /// @param left names of places whose key none of the keys opens; they are as they were
  public record Rotated(int versions, List<String> left) {
    public Rotated {
      left = List.copyOf(left);
    }
  }

  /// Wraps all data keys by another key of the registry; no object is read or written. At every
  /// moment, also after a crash, either the old key or the new one opens all: the old ones are
  /// taken away when all new ones are there.
  ///
  /// @param next wraps from now on; give it first to the store that is opened next
  public Rotated rotate(KeyEncryption next, Progress progress) {
    VersionKeys.Rotated rotated = keys.rotate(next, progress);
    return new Rotated(rotated.wrapped(), rotated.left());
  }

  /// Erases a version: its key is destroyed first, which makes its list unreadable, and with it the
  /// keys of its files; then the objects are taken away.
  ///
  /// @param names its list and those of its objects that no other version's list names
  public void erase(KeyPlace key, Collection<String> names) {
    requireContents(names);
    keys.erase(key);
    names.forEach(store::erase);
  }

  /// Takes away what was put under seal for a version that got no key.
  ///
  /// @param names of lists and objects that no version's list names
  public void discard(Collection<String> names) {
    requireContents(names);
    names.forEach(store::erase);
  }

  private static void requireContents(Collection<String> names) {
    for (String name : names) {
      if (!ObjectName.isObject(name) && !ObjectName.isList(name)) {
        throw new IllegalArgumentException("expected names of objects and lists, found another");
      }
    }
  }

  /// Something in the store that no version needs.
  ///
  /// @param bytes how much room it takes there
  public record Left(String name, long bytes) {
    public boolean isObject() {
      return ObjectName.isObject(name);
    }

    /// Whether it is a key or the packing list of a version.
    public boolean isOf(KeyPlace key, String list) {
      return name.equals(list)
          || (ObjectName.isKey(name) && ObjectName.parent(name).equals(key.name()));
    }
  }

  /// What no version needs: what a crash or an erasure left. Keys come first.
  ///
  /// @param keys the places of all keys that stay
  /// @param names of all lists and objects that stay
  public List<Left> left(Set<KeyPlace> keys, Set<String> names) {
    Set<String> places = keys.stream().map(KeyPlace::name).collect(Collectors.toUnmodifiableSet());
    List<Left> left = new ArrayList<>();
    for (String name : store.names()) {
      boolean isContent = ObjectName.isObject(name) || ObjectName.isList(name);
      boolean isLeft =
          isContent
              ? !names.contains(name)
              : ObjectName.isKey(name) && !places.contains(ObjectName.parent(name));
      if (isLeft) {
        left.add(new Left(name, size(name)));
      }
    }
    left.sort(Comparator.comparing(each -> !ObjectName.isKey(each.name())));
    return left;
  }

  /// Also of an object whose key was destroyed.
  private long size(String name) {
    try (SeekableByteChannel channel = store.open(name).orElse(null)) {
      return channel == null ? 0 : channel.size();
    } catch (IOException e) {
      // What cannot be measured can still be taken away.
      return 0;
    }
  }

  /// Takes away what {@link #left} found.
  public void sweep(Left each) {
    store.erase(each.name());
  }

  /// Takes away what no version needs.
  ///
  /// @return the names of what was taken away
  public List<String> sweep(Set<KeyPlace> keys, Set<String> names) {
    List<Left> left = left(keys, names);
    left.forEach(this::sweep);
    return left.stream().map(Left::name).toList();
  }

  /// A version that a scrub reads.
  ///
  /// @param key the place {@link #keep} gave
  /// @param list the name {@link #putList} gave
  public record Live(KeyPlace key, String list) {}

  /// Reads everything some versions need: their keys, lists and every byte of every file; what is
  /// broken or missing is mended from the replica where its copy is right.
  ///
  /// @param replica another store with copies under the same names; not trusted
  public ScrubReport scrub(
      Collection<Live> versions, Optional<ObjectStore> replica, Progress progress) {
    return new Scrubber(keys, replica, progress).scrub(versions);
  }
}
