package dev.bulwark.evidence.keys;

import dev.bulwark.kernel.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM (NIST SP 800-38D), tag of 16 bytes behind the ciphertext.
///
/// One key must never meet the same nonce twice.
///
/// @param key 32 bytes, secret
public record AesGcm(Bytes key) {
  public static final int KEY_SIZE = 32;
  public static final int NONCE_SIZE = 12;
  public static final int TAG_SIZE = 16;

  public AesGcm {
    if (key.size() != KEY_SIZE) {
      throw new IllegalArgumentException("an AES-256 key has 32 bytes, found " + key.size());
    }
  }

  /// @param bound bytes that are not encrypted and must be the same at opening
  public Bytes seal(Bytes nonce, Bytes bound, Bytes plain) {
    try {
      return Bytes.of(cipher(Cipher.ENCRYPT_MODE, nonce, bound).doFinal(plain.toArray()));
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /// @return empty when the box, the nonce, the key or `bound` is not the one it was sealed with
  public Optional<Bytes> open(Bytes nonce, Bytes bound, Bytes box) {
    if (box.size() < TAG_SIZE) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Bytes.of(cipher(Cipher.DECRYPT_MODE, nonce, bound).doFinal(box.toArray())));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private Cipher cipher(int mode, Bytes nonce, Bytes bound) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(key.toArray(), "AES"),
        new GCMParameterSpec(8 * TAG_SIZE, nonce.toArray()));
    cipher.updateAAD(bound.buffer());
    return cipher;
  }

  private static IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException("the Java platform must provide AES/GCM", e);
  }

  @Override
  public String toString() {
    return "AesGcm[hidden]";
  }
}
