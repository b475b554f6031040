package dev.bulwark.evidence.keys;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// The file of one {@link SigningKey}: a {@link SecretFile} of kind `signing-key`, its public part
/// `{"id": "sha256:…", "key": {"ed25519": base64, "ml-dsa-65": base64}}`.
public final class KeyFile {
  private static final String KIND = "signing-key";

  private final SecretFile file;
  private final VerifyingKey verifyingKey;

  private KeyFile(SecretFile file, VerifyingKey verifyingKey) {
    this.file = file;
    this.verifyingKey = verifyingKey;
  }

  /// @throws EvidenceFault `key-file-exists`, `key-file-unavailable`
  public static void create(Path file, SigningKey key) {
    SecretFile.create(file, KIND, publicPart(key), key.secret());
  }

  /// @throws EvidenceFault `key-file-exists`, `key-file-unavailable`
  public static void create(Path file, SigningKey key, Passphrase passphrase, SecureRandom random) {
    SecretFile.create(file, KIND, publicPart(key), key.secret(), passphrase, random);
  }

  /// Reads the file and its public part; the secret stays closed.
  ///
  /// @throws EvidenceFault `key-file-unsafe`, `key-file-damaged`, `key-file-unavailable`
  public static KeyFile read(Path path) {
    SecretFile file = SecretFile.read(path, KIND);
    Members members = Members.of(EvidenceFault.KEY_FILE_DAMAGED, file.publicPart());
    VerifyingKey key = VerifyingKey.parse(members.object("key"));
    if (!members.text("id").equals(key.id())) {
      throw members.wrong("id", "the id of the key beside it");
    }
    return new KeyFile(file, key);
  }

  public VerifyingKey verifyingKey() {
    return verifyingKey;
  }

  public boolean isUnderPassphrase() {
    return file.isUnderPassphrase();
  }

  /// @throws EvidenceFault `passphrase-needed`, `key-file-damaged`
  public SigningKey open() {
    return open(null);
  }

  /// @throws EvidenceFault `passphrase-needed`, `passphrase-wrong`, `key-file-damaged`
  public SigningKey open(@Nullable Passphrase passphrase) {
    Bytes secret = file.open(passphrase);
    return SigningKey.of(verifyingKey, secret);
  }

  private static Json.Obj publicPart(SigningKey key) {
    return Json.object().put("id", key.id()).put("key", key.verifyingKey().json()).build();
  }
}
