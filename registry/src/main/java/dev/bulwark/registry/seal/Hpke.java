package dev.bulwark.registry.seal;

import dev.bulwark.kernel.bytes.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key schedule of HPKE (RFC 9180 §5.1) for DHKEM(X25519, HKDF-SHA256) and HKDF-SHA256.
///
/// @param aead the AEAD's number of §7.3: 2 is AES-256-GCM
/// @param keySize its key's size in bytes
record Hpke(int aead, int keySize) {
  static final Hpke AES_256_GCM = new Hpke(2, 32);
  static final int BASE = 0;
  static final int PSK = 1;

  private static final int NONCE_SIZE = 12;
  private static final int KEM_X25519 = 0x20;
  private static final int KDF_HKDF_SHA256 = 1;
  private static final Bytes VERSION = Bytes.utf8("HPKE-v1");
  private static final Bytes NO_SALT = Bytes.of(new byte[32]);

  /// What the first message is encrypted with. Secret.
  record Keys(Bytes key, Bytes nonce) {
    @Override
    public String toString() {
      return "Keys[hidden]";
    }
  }

  /// @param mode {@link #BASE}, then `psk` and `pskId` are empty, or {@link #PSK}, then neither is
  Keys schedule(int mode, Bytes sharedSecret, Bytes info, Bytes psk, Bytes pskId) {
    Bytes context =
        Bytes.concat(
            Bytes.of(new byte[] {(byte) mode}),
            extract(NO_SALT, "psk_id_hash", pskId),
            extract(NO_SALT, "info_hash", info));
    Bytes secret = extract(sharedSecret, "secret", psk);
    return new Keys(
        expand(secret, "key", context, keySize), expand(secret, "base_nonce", context, NONCE_SIZE));
  }

  private Bytes suite() {
    return Bytes.of(
        ByteBuffer.allocate(10)
            .put(Bytes.utf8("HPKE").buffer())
            .putShort((short) KEM_X25519)
            .putShort((short) KDF_HKDF_SHA256)
            .putShort((short) aead)
            .flip());
  }

  /// `LabeledExtract` of §4.
  private Bytes extract(Bytes salt, String label, Bytes keyMaterial) {
    return hmac(salt, Bytes.concat(VERSION, suite(), Bytes.utf8(label), keyMaterial));
  }

  /// `LabeledExpand` of §4 for at most 32 bytes: one block of HKDF-Expand.
  private Bytes expand(Bytes key, String label, Bytes info, int size) {
    Bytes sizeAndMore =
        Bytes.concat(
            Bytes.of(ByteBuffer.allocate(2).putShort((short) size).flip()),
            VERSION,
            suite(),
            Bytes.utf8(label),
            info,
            Bytes.of(new byte[] {1}));
    return hmac(key, sizeAndMore).slice(0, size);
  }

  private static Bytes hmac(Bytes key, Bytes message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.toArray(), "HmacSHA256"));
      mac.update(message.buffer());
      return Bytes.of(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java platform must provide HmacSHA256", e);
    }
  }
}
