package dev.bulwark.evidence;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.evidence.vault.VaultKey;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.store.CasStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which envelopes' signatures were verified before, so that the next start need not verify them
/// again: two hundred of them cost a cold process more than everything else it does.
///
/// ```
/// {"memory": {"v": 1, "size": n, "entries": digest over the first n ledger entries,
///             "keys": [key id…], "signed": [position in keys, or -1…]},
///  "mac": HMAC under the vault key}
/// ```
///
/// It remembers one kind of fact, which never changes: *both signatures of the envelope that entry
/// i commits to hold under key k*. Whether k was enrolled, or revoked since, is asked anew every
/// time, and the envelope's bytes are compared with the commitment every time. So an old memory put
/// back is still true, one of another ledger does not have the digest of these entries, and a
/// changed one does not have the code. Whoever has the vault key could write a false one: they read
/// every secret already, and an audit, which never looks at it, finds them out. Keep the vault key
/// under the same passphrase as the judge's.
///
/// A cell holds about four hundred thousand entries. Of a longer ledger it remembers the first ones
/// that fit, and the others are verified at every start.
final class SignatureMemory {
  static final String CELL = "verified";
  private static final String USE = "verified signatures";
  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(ByteSize.ofMib(64), 4);

  /// More than everything takes besides the two lists.
  private static final int FRAME = 1 << 10;

  private final Map<Long, String> keyIds;

  private SignatureMemory(Map<Long, String> keyIds) {
    this.keyIds = keyIds;
  }

  static SignatureMemory none() {
    return new SignatureMemory(Map.of());
  }

  /// The key ids of a memory, each once, in the order they are met.
  private static final class Positions {
    private final Map<String, Integer> all = new LinkedHashMap<>();

    /// -1 for none.
    int of(@Nullable String keyId) {
      return keyId == null ? -1 : all.computeIfAbsent(keyId, _ -> all.size());
    }

    List<String> keys() {
      return List.copyOf(all.keySet());
    }
  }

  /// The key under which the entry's envelope was seen to hold.
  boolean holds(long index, String keyId) {
    return keyId.equals(keyIds.get(index));
  }

  int size() {
    return keyIds.size();
  }

  /// @param proven in the order of the ledger
  static SignatureMemory of(List<Evidence> proven) {
    Map<Long, String> keyIds = new HashMap<>();
    for (Evidence evidence : proven) {
      if (evidence.assurance() != Assurance.A0) {
        keyIds.put(evidence.index(), evidence.signer().keyId());
      }
    }
    return new SignatureMemory(keyIds);
  }

  /// As much of it, from the first entry on, as a cell holds.
  ///
  /// @param entries how many the ledger has
  SignatureMemory fitting(long entries) {
    long bytes = FRAME;
    Positions positions = new Positions();
    for (long index = 0; index < entries; index++) {
      String keyId = keyIds.get(index);
      int before = positions.all.size();
      bytes += String.valueOf(positions.of(keyId)).length() + 1;
      if (keyId != null && positions.all.size() > before) {
        bytes += keyId.length() + 3;
      }
      if (bytes > CasStore.MAX_BYTES) {
        long end = index;
        return new SignatureMemory(
            keyIds.entrySet().stream()
                .filter(entry -> entry.getKey() < end)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
      }
    }
    return this;
  }

  /// @param entries the ledger's; those behind the last that is remembered are left out
  Bytes render(List<Bytes> entries, VaultKey key) {
    int end = (int) keyIds.keySet().stream().mapToLong(index -> index + 1).max().orElse(0);
    List<Bytes> remembered = entries.subList(0, end);
    Positions positions = new Positions();
    List<Json> signed = new ArrayList<>();
    for (long index = 0; index < end; index++) {
      signed.add(Json.of(positions.of(keyIds.get(index))));
    }
    Json.Obj memory =
        Json.object()
            .put("v", 1)
            .put("size", end)
            .put("entries", digest(remembered).toString())
            .put("keys", Json.texts(positions.keys()))
            .put("signed", Json.array(signed))
            .build();
    return Json.object()
        .put("memory", memory)
        .put("mac", key.authenticate(USE, memory.canonicalBytes()).toString())
        .build()
        .canonicalBytes();
  }

  /// Reads a memory of this ledger.
  ///
  /// @param entries the ledger's entries; it may have grown since
  /// @return empty when it was not made by this vault key for these entries
  static Optional<SignatureMemory> parse(Bytes cell, List<Bytes> entries, VaultKey key) {
    try {
      Members whole =
          Members.of(EvidenceFault.EVIDENCE_DAMAGED, JsonReader.readObject(cell, BOUNDS));
      Members memory = whole.object("memory");
      Digest mac = key.authenticate(USE, memory.object().canonicalBytes());
      // Compared in constant time: it is an authentication code.
      boolean authentic =
          MessageDigest.isEqual(mac.value().toArray(), whole.digest("mac").value().toArray());
      boolean canonical = whole.object().canonicalBytes().equals(cell);
      return authentic && canonical ? read(memory, entries) : Optional.empty();
    } catch (EvidenceFault e) {
      return Optional.empty();
    }
  }

  private static Optional<SignatureMemory> read(Members memory, List<Bytes> entries) {
    long size = memory.integer("size");
    if (memory.integer("v") != 1
        || size > entries.size()
        || !memory.digest("entries").equals(digest(entries.subList(0, (int) size)))) {
      return Optional.empty();
    }
    List<String> keys = memory.object().texts("keys");
    List<Json> signed = memory.object().items("signed");
    Map<Long, String> keyIds = new HashMap<>();
    for (int i = 0; i < size; i++) {
      if (signed.get(i) instanceof Json.Int(long position) && position >= 0) {
        keyIds.put((long) i, keys.get((int) position));
      }
    }
    return Optional.of(new SignatureMemory(keyIds));
  }

  private static Digest digest(List<Bytes> entries) {
    MessageDigest sha256 = Digest.sha256();
    for (Bytes entry : entries) {
      sha256.update(Digest.of(entry).value().buffer());
    }
    return new Digest(Bytes.of(sha256.digest()));
  }
}
