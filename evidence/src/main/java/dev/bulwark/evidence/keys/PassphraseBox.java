package dev.bulwark.evidence.keys;

import dev.bulwark.kernel.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// A secret under a passphrase: AES-256-GCM, the key made by PBKDF2-HMAC-SHA512 (RFC 8018).
///
/// Not Argon2id: the JDK has none, and a key file must be readable with the JDK alone for as long
/// as evidence is kept. What PBKDF2 lacks in memory hardness is answered with iterations: 600,000,
/// about half a second for the owner and nearly three times what OWASP asks of this function
/// (210,000). A passphrase that a machine drew cannot be guessed and takes the fewest.
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

  /// @param bound bytes that are not secret but must not be exchanged
  static PassphraseBox close(
      Bytes secret, Passphrase passphrase, int iterations, Bytes bound, SecureRandom random) {
    Bytes salt = randomBytes(SALT_SIZE, random);
    Bytes nonce = randomBytes(AesGcm.NONCE_SIZE, random);
    Bytes box = cipher(passphrase, iterations, salt).seal(nonce, bound, secret);
    return new PassphraseBox(iterations, salt, nonce, box);
  }

  /// @return empty when this passphrase does not open it
  Optional<Bytes> open(Passphrase passphrase, Bytes bound) {
    return cipher(passphrase, iterations, salt).open(nonce, bound, box);
  }

  private static AesGcm cipher(Passphrase passphrase, int iterations, Bytes salt) {
    char[] characters = passphrase.characters();
    PBEKeySpec spec = new PBEKeySpec(characters, salt.toArray(), iterations, 8 * AesGcm.KEY_SIZE);
    Arrays.fill(characters, '\0');
    try {
      return new AesGcm(
          Bytes.of(
              SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                  .generateSecret(spec)
                  .getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java platform must provide PBKDF2WithHmacSHA512", e);
    } finally {
      spec.clearPassword();
    }
  }

  private static Bytes randomBytes(int size, SecureRandom random) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }
}
