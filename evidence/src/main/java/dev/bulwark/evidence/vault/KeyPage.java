package dev.bulwark.evidence.vault;

import dev.bulwark.evidence.keys.AesGcm;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The data keys of one pack, unwrapped: secret. An erased one is zeros.
///
/// @param keys one for every part, in order
record KeyPage(List<Bytes> keys) {
  private static final Bytes ERASED = Bytes.of(new byte[AesGcm.KEY_SIZE]);
  private static final int HEAD_SIZE = VaultKey.ID_SIZE + AesGcm.NONCE_SIZE;

  KeyPage {
    keys = List.copyOf(keys);
  }

  /// The id of the vault key a stored page was wrapped with: what its first bytes claim.
  static Bytes vaultKeyId(Bytes stored) {
    return stored.slice(0, Math.min(VaultKey.ID_SIZE, stored.size()));
  }

  Bytes wrap(VaultKey key, Digest pack, SecureRandom random) {
    Bytes nonce = Vault.random(AesGcm.NONCE_SIZE, random);
    Bytes box = key.wrapping().seal(nonce, pack.value(), Bytes.concat(keys.toArray(Bytes[]::new)));
    return Bytes.concat(key.id(), nonce, box);
  }

  /// @return empty when these are not the wrapped keys of that pack
  static Optional<KeyPage> unwrap(Bytes stored, VaultKey key, Digest pack) {
    if (stored.size() <= HEAD_SIZE) {
      return Optional.empty();
    }
    return key.wrapping()
        .open(
            stored.slice(VaultKey.ID_SIZE, HEAD_SIZE),
            pack.value(),
            stored.slice(HEAD_SIZE, stored.size()))
        .map(KeyPage::split);
  }

  private static KeyPage split(Bytes all) {
    List<Bytes> keys = new ArrayList<>();
    for (int at = 0; at < all.size(); at += AesGcm.KEY_SIZE) {
      keys.add(all.slice(at, at + AesGcm.KEY_SIZE));
    }
    return new KeyPage(keys);
  }

  boolean isErased(int part) {
    return keys.get(part).equals(ERASED);
  }

  boolean isAllErased() {
    return keys.stream().allMatch(ERASED::equals);
  }

  KeyPage erased(int part) {
    List<Bytes> rest = new ArrayList<>(keys);
    rest.set(part, ERASED);
    return new KeyPage(rest);
  }

  @Override
  public String toString() {
    return "KeyPage[hidden]";
  }
}
