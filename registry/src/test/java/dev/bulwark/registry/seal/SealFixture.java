package dev.bulwark.registry.seal;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.registry.seal.PackingList.Item;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Versions under seal, for tests.
final class SealFixture {
  static final SecureRandom RANDOM = new SecureRandom();
  static final KeystoreKey KEY = KeystoreKey.generate(RANDOM);
  static final KeystoreKey NEXT = KeystoreKey.generate(RANDOM);
  static final ByteSize LARGEST = ByteSize.ofMib(64);

  private SealFixture() {}

  /// Where its key lies in these tests.
  static KeyPlace at(String id) {
    return KeyPlace.ofVersion(id);
  }

  /// A version and the bytes that went into it.
  record Version(String id, String list, DataKey key, PackingList content, List<Bytes> plain) {
    SealedStore.Live live() {
      return new SealedStore.Live(at(id), list);
    }

    /// Its list and its objects.
    Set<String> names() {
      Set<String> names = new HashSet<>(content.objects());
      names.add(list);
      return names;
    }
  }

  static SealedStore store(ObjectStore store, KeyEncryption... keys) {
    return new SealedStore(store, keys.length == 0 ? List.of(KEY) : List.of(keys), RANDOM, LARGEST);
  }

  /// Puts a version of files of these sizes under seal.
  static Version push(SealedStore store, String id, int... sizes) {
    List<Item> items = new ArrayList<>();
    List<Bytes> plain = new ArrayList<>();
    for (int size : sizes) {
      Bytes content = content(id + size + items.size(), size);
      plain.add(content);
      items.add(seal(store, "folder/file-%02d.bin".formatted(items.size()), content));
    }
    PackingList list = new PackingList(items);
    DataKey key = DataKey.generate(RANDOM);
    String name = store.putList(list, key);
    store.keep(at(id), key);
    return new Version(id, name, key, list, plain);
  }

  static Bytes content(String seed, int size) {
    byte[] content = new byte[size];
    new java.util.Random(seed.hashCode()).nextBytes(content);
    return Bytes.of(content);
  }

  static Item seal(SealedStore store, String name, Bytes content, Tap... taps) {
    return store.seal(name, channel(content), content.size(), taps);
  }

  static ReadableByteChannel channel(Bytes content) {
    return Channels.newChannel(new ByteArrayInputStream(content.toArray()));
  }

  static Bytes copied(SealedStore store, Item item) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.copy(item, Channels.newChannel(out));
    return Bytes.of(out.toByteArray());
  }

  /// The version's files, read as an opening would: key, list, bytes.
  static List<Bytes> opened(SealedStore store, String id, String list) {
    DataKey key = store.key(at(id)).orElseThrow();
    return store.list(list, key).items().stream().map(item -> copied(store, item)).toList();
  }

  /// The slug of the fault, if there is one.
  static Optional<String> slug(Runnable work) {
    try {
      work.run();
      return Optional.empty();
    } catch (SealFault e) {
      return Optional.of(e.type().slug());
    }
  }
}
