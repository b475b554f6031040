package dev.bulwark.registry.seal;

import dev.bulwark.evidence.keys.AesGcm;
import dev.bulwark.kernel.bytes.Bytes;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The chunks of one message: the key schedule and the AEAD of C2SP chunked-encryption. Not
/// thread-safe: it reuses one cipher.
final class Chunks {
  private static final Bytes LABEL =
      Bytes.utf8("c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0");
  private static final int COMMITMENT_SIZE = 32;
  private static final int NONCE_END = AesGcm.KEY_SIZE + AesGcm.NONCE_SIZE;

  private final SecretKeySpec key;
  private final byte[] baseNonce;
  private final Bytes commitment;
  private final Cipher cipher;

  private Chunks(Bytes derived) {
    this.key = new SecretKeySpec(derived.slice(0, AesGcm.KEY_SIZE).toArray(), "AES");
    this.baseNonce = derived.slice(AesGcm.KEY_SIZE, NONCE_END).toArray();
    this.commitment = derived.slice(NONCE_END, NONCE_END + COMMITMENT_SIZE);
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /// `key(32) ‖ base nonce(12) ‖ commitment(32) = HKDF-Expand-SHA512(data key, label ‖ salt ‖
  /// context)`.
  ///
  /// The two blocks are written out with HMAC: the JDK's own KDF refuses a pseudorandom key shorter
  /// than its hash, and this one has 32 bytes.
  static Chunks of(DataKey key, Bytes salt, Bytes context) {
    Bytes info = Bytes.concat(LABEL, salt, context);
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(key.secret().toArray(), "HmacSHA512"));
      mac.update(info.buffer());
      mac.update((byte) 1);
      byte[] first = mac.doFinal();
      mac.update(first);
      mac.update(info.buffer());
      mac.update((byte) 2);
      return new Chunks(Bytes.concat(Bytes.of(first), Bytes.of(mac.doFinal())));
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /// 32 bytes that no other key, salt or context leads to.
  Bytes commitment() {
    return commitment;
  }

  /// Encrypts one chunk and returns the size of what was written to `out`: 16 bytes more.
  int seal(long number, byte[] plain, int from, int size, byte[] out, int at) {
    try {
      start(Cipher.ENCRYPT_MODE, number);
      return cipher.doFinal(plain, from, size, out, at);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /// Decrypts one chunk and returns the size of what was written to `out`: 16 bytes fewer.
  ///
  /// @throws BrokenSeal when it is not this chunk of this message; `out` then holds nothing of use
  int open(long number, byte[] sealed, int from, int size, byte[] out, int at) throws BrokenSeal {
    if (size < AesGcm.TAG_SIZE) {
      throw new BrokenSeal("expected 16 bytes of tag in chunk " + number + ", found " + size);
    }
    try {
      start(Cipher.DECRYPT_MODE, number);
      return cipher.doFinal(sealed, from, size, out, at);
    } catch (AEADBadTagException e) {
      throw new BrokenSeal("expected chunk " + number + " as it was sealed, found other bytes");
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private void start(int mode, long number) throws GeneralSecurityException {
    if (number < 0 || number >= ChunkedEncryption.MOST_CHUNKS) {
      throw new IllegalArgumentException("a message has at most 2^38 chunks, found " + number);
    }
    byte[] nonce = baseNonce.clone();
    long rest = number;
    for (int i = nonce.length - 1; rest != 0; i--) {
      nonce[i] ^= (byte) rest;
      rest >>>= 8;
    }
    cipher.init(mode, key, new GCMParameterSpec(8 * AesGcm.TAG_SIZE, nonce));
  }

  private static IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException("the Java platform must provide AES/GCM and HmacSHA512", e);
  }

  @Override
  public String toString() {
    return "Chunks[hidden]";
  }
}
