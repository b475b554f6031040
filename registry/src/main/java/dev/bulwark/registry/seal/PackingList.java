package dev.bulwark.registry.seal;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a version holds and where it lies: its files' names, sizes, digests, objects and keys.
/// Secret as a whole; it is kept encrypted under the version's data key.
///
/// ```
/// {"format": "bulwark-packing-list/v1", "items": [
///   {"name": "weights/model.safetensors", "size": 1073741824, "digest": "sha256:…",
///    "object": "objects/5f/5fa0…", "key": base64}, …]}
/// ```
///
/// Names are relative, in NFC, and no two of them can mean one file anywhere: neither by case or
/// Unicode form, nor as a file and a folder above another.
///
/// @param items at least one, at most {@link #MOST_ITEMS}, sorted by name
public record PackingList(List<Item> items) {
  public static final int MOST_ITEMS = 100_000;

  /// The largest list as JSON.
  public static final ByteSize MOST_BYTES = ByteSize.ofMib(64);

  private static final String FORMAT = "bulwark-packing-list/v1";
  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(MOST_BYTES, 4);

  /// One file of a version.
  ///
  /// @param name relative to the version, with `/`
  /// @param size in bytes
  /// @param digest of the file's content
  /// @param object the name of the object that holds it
  /// @param key opens that object
  public record Item(String name, long size, Digest digest, String object, DataKey key) {
    public Item {
      requireName(name);
      if (size < 0) {
        throw malformed("a size that is not negative", Long.toString(size));
      }
      if (!ObjectName.isObject(object)) {
        throw malformed("the name of an object", "another text");
      }
    }

    /// Neither the name of the file, nor the object's, nor the key.
    @Override
    public String toString() {
      return "Item[" + size + " bytes]";
    }
  }

  /// @throws SealFault `file-name-refused`, `upload-too-large`, `packing-list-malformed`
  public PackingList {
    items = items.stream().sorted(Comparator.comparing(Item::name)).toList();
    if (items.isEmpty()) {
      throw malformed("at least one file", "none");
    }
    if (items.size() > MOST_ITEMS) {
      throw new SealFault(
          SealFault.TOO_LARGE,
          "expected at most %,d files in a version, found %,d; pack some of them into archives"
              .formatted(MOST_ITEMS, items.size()));
    }
    requireApart(items);
  }

  private static void requireApart(List<Item> items) {
    Map<String, String> files = new HashMap<>();
    for (Item item : items) {
      String other = files.putIfAbsent(ItemName.folded(item.name()), item.name());
      if (other != null) {
        throw refuse(item.name(), "one that some systems take for " + ItemName.shown(other));
      }
    }
    for (Item item : items) {
      String folded = ItemName.folded(item.name());
      for (int at = folded.indexOf('/'); at >= 0; at = folded.indexOf('/', at + 1)) {
        if (files.containsKey(folded.substring(0, at))) {
          throw refuse(item.name(), "another file where its folder is");
        }
      }
    }
  }

  /// Refuses a name that no version can hold.
  ///
  /// @throws SealFault `file-name-refused`
  public static void requireName(String name) {
    Optional<String> flaw = ItemName.flaw(name);
    if (flaw.isPresent()) {
      throw refuse(name, flaw.get());
    }
  }

  /// The file of that name.
  public Optional<Item> find(String name) {
    return items.stream().filter(item -> item.name().equals(name)).findFirst();
  }

  /// The names of the objects it needs.
  public Set<String> objects() {
    Set<String> objects = new HashSet<>();
    items.forEach(item -> objects.add(item.object()));
    return objects;
  }

  public long size() {
    return items.stream().mapToLong(Item::size).sum();
  }

  Bytes render() {
    List<Json> all = new ArrayList<>();
    for (Item item : items) {
      all.add(
          Json.object()
              .put("name", item.name())
              .put("size", item.size())
              .put("digest", item.digest().toString())
              .put("object", item.object())
              .put("key", Base64Text.render(item.key().secret()))
              .build());
    }
    Bytes rendered =
        Json.object().put("format", FORMAT).put("items", Json.array(all)).build().canonicalBytes();
    if (rendered.size() > MOST_BYTES.bytes()) {
      throw new SealFault(
          SealFault.TOO_LARGE,
          "expected a packing list of at most %s, found %s; pack some files into archives"
              .formatted(MOST_BYTES, new ByteSize(rendered.size())));
    }
    return rendered;
  }

  /// Reads exactly what {@link #render} writes.
  ///
  /// @throws SealFault `packing-list-malformed`, `file-name-refused`, `upload-too-large`
  static PackingList parse(Bytes bytes) {
    PackingList list;
    try {
      Members members = Members.of(SealFault.LIST_MALFORMED, JsonReader.readObject(bytes, BOUNDS));
      members.only("format", "items");
      if (!members.text("format").equals(FORMAT)) {
        throw members.wrong("format", FORMAT);
      }
      if (members.array("items").items().size() > MOST_ITEMS) {
        throw members.wrong("items", "at most " + MOST_ITEMS + " items");
      }
      list = new PackingList(members.objects("items").stream().map(PackingList::item).toList());
    } catch (EvidenceFault e) {
      throw new SealFault(SealFault.LIST_MALFORMED, e.getMessage(), e);
    }
    if (!list.render().equals(bytes)) {
      throw malformed("the canonical form of a packing list", "another form");
    }
    return list;
  }

  private static Item item(Members members) {
    members.only("name", "size", "digest", "object", "key");
    Bytes key = members.base64("key");
    if (key.size() != DataKey.SIZE) {
      throw members.wrong("key", "32 bytes in base64");
    }
    return new Item(
        members.text("name"),
        members.integer("size"),
        members.digest("digest"),
        members.text("object"),
        new DataKey(key));
  }

  private static SealFault refuse(String name, String found) {
    return new SealFault(
        SealFault.NAME_REFUSED,
        "expected relative names that mean one file each on every system, found %s at %s; rename it"
            .formatted(found, ItemName.shown(name)));
  }

  private static SealFault malformed(String expected, String found) {
    return new SealFault(
        SealFault.LIST_MALFORMED, "expected %s, found %s".formatted(expected, found));
  }

  /// The count alone: names and keys are not to be shown.
  @Override
  public String toString() {
    return "PackingList[" + items.size() + " items]";
  }
}
