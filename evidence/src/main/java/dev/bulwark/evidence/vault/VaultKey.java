package dev.bulwark.evidence.vault;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.keys.AesGcm;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.evidence.keys.SecretFile;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A secret of 32 bytes that opens a vault: whoever has it reads every envelope. Its file is a
/// {@link SecretFile} of kind `vault-key`.
///
/// The bytes themselves encrypt nothing: keys for each use are derived by HMAC-SHA256 over a label.
public final class VaultKey {
  private static final String KIND = "vault-key";
  static final int ID_SIZE = 8;

  private final Bytes secret;
  private final Bytes id;
  private final AesGcm wrapping;

  private VaultKey(Bytes secret) {
    this.secret = secret;
    this.id = derive(secret, "bulwark vault key id v1").slice(0, ID_SIZE);
    this.wrapping = new AesGcm(derive(secret, "bulwark vault wrap v1"));
  }

  public static VaultKey generate(SecureRandom random) {
    byte[] bytes = new byte[AesGcm.KEY_SIZE];
    random.nextBytes(bytes);
    return new VaultKey(Bytes.of(bytes));
  }

  /// @throws EvidenceFault `key-file-exists`, `key-file-unavailable`
  public void createFile(Path file) {
    SecretFile.create(file, KIND, Json.object().build(), secret);
  }

  /// @throws EvidenceFault `key-file-exists`, `key-file-unavailable`
  public void createFile(Path file, Passphrase passphrase, SecureRandom random) {
    SecretFile.create(file, KIND, Json.object().build(), secret, passphrase, random);
  }

  /// @throws EvidenceFault as {@link SecretFile#read} and {@link SecretFile#open} do
  public static VaultKey open(Path file) {
    return open(file, null);
  }

  /// @throws EvidenceFault as {@link SecretFile#read} and {@link SecretFile#open} do
  public static VaultKey open(Path file, @Nullable Passphrase passphrase) {
    Bytes secret = SecretFile.read(file, KIND).open(passphrase);
    if (secret.size() != AesGcm.KEY_SIZE) {
      throw new EvidenceFault(
          EvidenceFault.KEY_FILE_DAMAGED,
          "expected a vault key of 32 bytes in %s, found %d; restore it from a copy"
              .formatted(file, secret.size()));
    }
    return new VaultKey(secret);
  }

  /// Tells vault keys apart; says nothing about the secret.
  Bytes id() {
    return id;
  }

  AesGcm wrapping() {
    return wrapping;
  }

  /// An authentication code nobody without this key can make.
  ///
  /// @param use what it is for: codes of one use are worth nothing in another
  public Digest authenticate(String use, Bytes message) {
    return new Digest(hmac(derive(secret, "bulwark vault mac v1 " + use), message));
  }

  private static Bytes derive(Bytes secret, String label) {
    return hmac(secret, Bytes.utf8(label));
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

  @Override
  public String toString() {
    return "VaultKey[hidden]";
  }
}
