package dev.bulwark.registry.seal;

import dev.bulwark.evidence.keys.AesGcm;
import dev.bulwark.kernel.bytes.Bytes;
import java.util.Optional;
import java.util.function.Function;

/// The bytes of a wrapped key: `1 ‖ id(8) ‖ nonce(12) ‖ AES-256-GCM(data key) ‖ tag(16)`, the
/// context, the first nine bytes and a label bound as additional data.
///
/// @param id of the wrapping key, 8 bytes
/// @param box the data key, encrypted
record WrappedKey(Bytes id, Bytes nonce, Bytes box) {
  private static final Bytes VERSION = Bytes.of(new byte[] {1});
  private static final Bytes LABEL = Bytes.utf8("bulwark wrapped key v1\n");
  private static final int ID_END = 9;
  private static final int NONCE_END = ID_END + AesGcm.NONCE_SIZE;
  private static final int SIZE = NONCE_END + DataKey.SIZE + AesGcm.TAG_SIZE;

  static final int ID_SIZE = 8;

  static Bytes bound(Bytes id, Bytes context) {
    return Bytes.concat(LABEL, VERSION, id, context);
  }

  Bytes render() {
    return Bytes.concat(VERSION, id, nonce, box);
  }

  /// Takes the bytes apart and opens them when they say they are of that key.
  ///
  /// @param open opens the box; empty when it is not what was sealed
  static Unwrapped unwrap(Bytes wrapped, Bytes id, Function<WrappedKey, Optional<Bytes>> open) {
    if (wrapped.size() != SIZE || !wrapped.slice(0, 1).equals(VERSION)) {
      return new Unwrapped.Damaged();
    }
    WrappedKey parts =
        new WrappedKey(
            wrapped.slice(1, ID_END),
            wrapped.slice(ID_END, NONCE_END),
            wrapped.slice(NONCE_END, SIZE));
    if (!parts.id().equals(id)) {
      return new Unwrapped.OtherKey(parts.id().hex());
    }
    return open.apply(parts)
        .<Unwrapped>map(secret -> new Unwrapped.Key(new DataKey(secret)))
        .orElseGet(Unwrapped.Damaged::new);
  }
}
