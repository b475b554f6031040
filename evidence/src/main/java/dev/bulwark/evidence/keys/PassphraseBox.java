package dev.bulwark.evidence.keys;

import dev.bulwark.kernel.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// A secret under a passphrase: AES-256-GCM, the key made by PBKDF2-HMAC-SHA512 (RFC 8018).
///
/// Not Argon2id: the JDK has none, and a key file must be readable with the JDK alone for as long
/// as evidence is kept. What PBKDF2 lacks in memory hardness is answered with iterations: 600,000,
/// about half a second for the owner and nearly three times what OWASP asks of this function
/// (210,000).
///
/// @param iterations from 100,000 (fewer would be guessed) to 10,000,000 (more would be a hang)
/// @param salt 32 bytes
/// @param nonce 12 bytes
/// @param box the encrypted secret and its 16-byte tag
record PassphraseBox(int iterations, Bytes salt, Bytes nonce, Bytes box) {
  static final String KDF = "PBKDF2-HMAC-SHA512";
  static final String CIPHER = "AES-256-GCM";
  static final int ITERATIONS = 600_000;
  static final int LEAST_ITERATIONS = 100_000;
  static final int MOST_ITERATIONS = 10_000_000;
  static final int SALT_SIZE = 32;
  static final int NONCE_SIZE = 12;
  private static final int TAG_BITS = 128;

  /// @param bound bytes that are not secret but must not be exchanged
  static PassphraseBox close(
      Bytes secret, Passphrase passphrase, int iterations, Bytes bound, SecureRandom random) {
    Bytes salt = randomBytes(SALT_SIZE, random);
    Bytes nonce = randomBytes(NONCE_SIZE, random);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, passphrase, iterations, salt, nonce);
      cipher.updateAAD(bound.buffer());
      return new PassphraseBox(iterations, salt, nonce, Bytes.of(cipher.doFinal(secret.toArray())));
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /// @return empty when this passphrase does not open it
  Optional<Bytes> open(Passphrase passphrase, Bytes bound) {
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, passphrase, iterations, salt, nonce);
      cipher.updateAAD(bound.buffer());
      return Optional.of(Bytes.of(cipher.doFinal(box.toArray())));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private static Cipher cipher(
      int mode, Passphrase passphrase, int iterations, Bytes salt, Bytes nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, key(passphrase, iterations, salt), new GCMParameterSpec(TAG_BITS, nonce.toArray()));
    return cipher;
  }

  private static SecretKeySpec key(Passphrase passphrase, int iterations, Bytes salt)
      throws GeneralSecurityException {
    char[] characters = passphrase.characters();
    PBEKeySpec spec = new PBEKeySpec(characters, salt.toArray(), iterations, 256);
    Arrays.fill(characters, '\0');
    try {
      byte[] key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
      return new SecretKeySpec(key, "AES");
    } finally {
      spec.clearPassword();
    }
  }

  private static Bytes randomBytes(int size, SecureRandom random) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private static IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException(
        "the Java platform must provide PBKDF2WithHmacSHA512 and AES/GCM", e);
  }
}
