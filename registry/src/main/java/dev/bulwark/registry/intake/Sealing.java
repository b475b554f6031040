package dev.bulwark.registry.intake;

import dev.bulwark.registry.Content;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.seal.DataKey;
import dev.bulwark.registry.seal.KeyPlace;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.seal.SealedStore;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one push puts under seal, and takes back when the push does not become known.
final class Sealing {
  private final SealedStore store;
  private final List<String> names = new ArrayList<>();
  private @Nullable KeyPlace key;

  Sealing(SealedStore store) {
    this.store = store;
  }

  /// Puts every file under seal.
  ///
  /// @param base the files that stay as they are
  PackingList files(Incoming incoming, List<PackingList.Item> base, Consumer<String> progress) {
    Set<String> brought = new HashSet<>();
    Map<String, PackingList.Item> items = new LinkedHashMap<>();
    base.forEach(item -> items.put(item.name(), item));
    for (String name : incoming.without()) {
      if (items.remove(name) == null) {
        throw new RegistryFault(
            RegistryFault.INVALID,
            "expected a file of the base to leave out, found none of that name: " + name);
      }
    }
    for (Incoming.File file : incoming.files()) {
      if (!brought.add(file.name())) {
        throw new RegistryFault(
            RegistryFault.INVALID,
            "expected each file once, found one twice: %s; bring it once".formatted(file.name()));
      }
      progress.accept(file.name());
      PackingList.Item item = seal(file);
      names.add(item.object());
      items.put(file.name(), item);
    }
    if (items.keySet().stream().allMatch(Content::isWrapping)) {
      throw new RegistryFault(
          RegistryFault.INVALID,
          "expected at least one file for " + incoming.asset() + ", found none");
    }
    return new PackingList(List.copyOf(items.values()));
  }

  private PackingList.Item seal(Incoming.File file) {
    try (ReadableByteChannel source = file.opener().open()) {
      return store.seal(file.name(), source, file.size());
    } catch (IOException e) {
      throw new RegistryFault(
          RegistryFault.INVALID,
          "expected to read %s to its end, found: %s"
              .formatted(file.name(), e.getClass().getSimpleName()),
          e);
    }
  }

  /// @return the name of the list
  String list(PackingList list, DataKey versionKey) {
    String name = store.putList(list, versionKey);
    names.add(name);
    return name;
  }

  KeyPlace key(DataKey versionKey) {
    KeyPlace place = store.keep(versionKey);
    key = place;
    return place;
  }

  /// Leaves nothing that was put there.
  void takeBack() {
    if (key == null) {
      store.discard(names);
    } else {
      store.erase(key, names);
    }
  }
}
