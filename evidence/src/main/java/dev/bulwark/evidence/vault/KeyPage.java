package dev.bulwark.evidence.vault;

import dev.bulwark.evidence.keys.AesGcm;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The data keys of one pack, wrapped; an erased one is zeros.
record KeyPage(Bytes vaultKeyId, List<Bytes> slots) {
  static final int ID_SIZE = 8;
  static final int SLOT_SIZE = AesGcm.NONCE_SIZE + AesGcm.KEY_SIZE + AesGcm.TAG_SIZE;
  private static final Bytes ERASED = Bytes.of(new byte[SLOT_SIZE]);

  KeyPage {
    slots = List.copyOf(slots);
  }

  static KeyPage wrap(VaultKey key, Digest pack, List<Bytes> dataKeys, SecureRandom random) {
    AesGcm wrapping = key.wrapping();
    List<Bytes> slots = new ArrayList<>();
    for (Bytes dataKey : dataKeys) {
      Bytes nonce = Vault.random(AesGcm.NONCE_SIZE, random);
      slots.add(Bytes.concat(nonce, wrapping.seal(nonce, bound(pack, slots.size()), dataKey)));
    }
    return new KeyPage(key.id(), slots);
  }

  /// @return empty when the size is no page's
  static Optional<KeyPage> parse(Bytes content) {
    if (content.size() <= ID_SIZE || (content.size() - ID_SIZE) % SLOT_SIZE != 0) {
      return Optional.empty();
    }
    List<Bytes> slots = new ArrayList<>();
    for (int at = ID_SIZE; at < content.size(); at += SLOT_SIZE) {
      slots.add(content.slice(at, at + SLOT_SIZE));
    }
    return Optional.of(new KeyPage(content.slice(0, ID_SIZE), slots));
  }

  Bytes render() {
    List<Bytes> parts = new ArrayList<>();
    parts.add(vaultKeyId);
    parts.addAll(slots);
    return Bytes.concat(parts.toArray(Bytes[]::new));
  }

  boolean isErased(int part) {
    return slots.get(part).equals(ERASED);
  }

  boolean isAllErased() {
    return slots.stream().allMatch(ERASED::equals);
  }

  /// @return empty when this is not the wrapped key of that part
  Optional<Bytes> unwrap(VaultKey key, Digest pack, int part) {
    Bytes slot = slots.get(part);
    return key.wrapping()
        .open(
            slot.slice(0, AesGcm.NONCE_SIZE),
            bound(pack, part),
            slot.slice(AesGcm.NONCE_SIZE, SLOT_SIZE));
  }

  KeyPage erased(int part) {
    List<Bytes> rest = new ArrayList<>(slots);
    rest.set(part, ERASED);
    return new KeyPage(vaultKeyId, rest);
  }

  private static Bytes bound(Digest pack, int part) {
    return Bytes.concat(pack.value(), Pack.u32(part));
  }
}
