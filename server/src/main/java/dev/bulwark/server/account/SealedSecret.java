package dev.bulwark.server.account;

import dev.bulwark.evidence.keys.AesGcm;
import dev.bulwark.kernel.bytes.Bytes;
import java.security.SecureRandom;
import java.util.Optional;

/// A person's signing secret, sealed under their password: the server cannot open it alone.
///
/// As text: `salt.nonce.box` in hexadecimal. The account's name is bound to it, so it opens in no
/// other row.
///
/// @param salt 16 bytes
/// @param nonce 12 bytes
record SealedSecret(Bytes salt, Bytes nonce, Bytes box) {
  private static final int SALT = 16;

  static SealedSecret seal(
      Passwords passwords, String name, char[] password, Bytes secret, SecureRandom random) {
    Bytes salt = some(SALT, random);
    Bytes nonce = some(AesGcm.NONCE_SIZE, random);
    AesGcm cipher = new AesGcm(Bytes.of(passwords.key(password, salt.toArray())));
    return new SealedSecret(salt, nonce, cipher.seal(nonce, Bytes.utf8(name), secret));
  }

  /// @return empty when it is another password, or another account's
  Optional<Bytes> open(Passwords passwords, String name, char[] password) {
    AesGcm cipher = new AesGcm(Bytes.of(passwords.key(password, salt.toArray())));
    return cipher.open(nonce, Bytes.utf8(name), box);
  }

  String text() {
    return salt.hex() + "." + nonce.hex() + "." + box.hex();
  }

  static SealedSecret parse(String text) {
    String[] parts = text.split("\\.", -1);
    return new SealedSecret(
        Bytes.parseHex(parts[0]), Bytes.parseHex(parts[1]), Bytes.parseHex(parts[2]));
  }

  static Bytes some(int size, SecureRandom random) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }
}
