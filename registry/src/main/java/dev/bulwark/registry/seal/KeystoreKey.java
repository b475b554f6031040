package dev.bulwark.registry.seal;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.evidence.keys.AesGcm;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.evidence.keys.SecretFile;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The registry's key in a file: a {@link SecretFile} of kind `registry-key`, with or without a
/// passphrase. Whoever has it reads every version. Its public part is `{"id"}`, and under a
/// passphrase also `"passphraseEnv"`, the environment variable it is looked for in.
///
/// The 32 secret bytes encrypt nothing themselves: the wrapping key and the id are derived from
/// them by HMAC-SHA256 over a label. Nonces are random: one key may wrap 2^32 times.
public final class KeystoreKey implements KeyEncryption {
  private static final String KIND = "registry-key";
  private static final String VARIABLE = "passphraseEnv";

  private final Bytes secret;
  private final Bytes id;
  private final AesGcm wrapping;
  private final SecureRandom random;

  private KeystoreKey(Bytes secret, SecureRandom random) {
    this.secret = secret;
    this.id = derive(secret, "bulwark registry key id v1").slice(0, WrappedKey.ID_SIZE);
    this.wrapping = new AesGcm(derive(secret, "bulwark registry key wrap v1"));
    this.random = random;
  }

  public static KeystoreKey generate(SecureRandom random) {
    return new KeystoreKey(DataKey.randomBytes(AesGcm.KEY_SIZE, random), random);
  }

  /// @throws EvidenceFault `key-file-exists`, `key-file-unavailable`
  public void createFile(Path file) {
    SecretFile.create(file, KIND, publicPart(), secret);
  }

  /// @param variable the environment variable whoever opens it finds the passphrase in
  /// @throws EvidenceFault `key-file-exists`, `key-file-unavailable`
  public void createFile(Path file, Passphrase passphrase, String variable) {
    Json.Obj publicPart = Json.object().put("id", id()).put(VARIABLE, variable).build();
    SecretFile.create(file, KIND, publicPart, secret, passphrase, random);
  }

  /// The environment variable in which the passphrase of the key in a file is looked for.
  ///
  /// @return empty when it needs none
  /// @throws EvidenceFault as {@link SecretFile#read} does
  public static Optional<String> passphraseVariable(Path file) {
    SecretFile read = SecretFile.read(file, KIND);
    return read.isUnderPassphrase()
        ? Optional.of(Members.of(EvidenceFault.KEY_FILE_DAMAGED, read.publicPart()).word(VARIABLE))
        : Optional.empty();
  }

  /// @throws EvidenceFault as {@link SecretFile#read} and {@link SecretFile#open} do
  public static KeystoreKey open(Path file, SecureRandom random) {
    return open(file, null, random);
  }

  /// @throws EvidenceFault as {@link SecretFile#read} and {@link SecretFile#open} do
  public static KeystoreKey open(Path file, @Nullable Passphrase passphrase, SecureRandom random) {
    SecretFile read = SecretFile.read(file, KIND);
    Bytes secret = read.open(passphrase);
    if (secret.size() == AesGcm.KEY_SIZE) {
      KeystoreKey key = new KeystoreKey(secret, random);
      if (read.publicPart().text("id").equals(Optional.of(key.id()))) {
        return key;
      }
    }
    throw new EvidenceFault(
        EvidenceFault.KEY_FILE_DAMAGED,
        "expected a registry key of 32 bytes and its id in %s, found others; restore it from a copy"
            .formatted(file));
  }

  @Override
  public String id() {
    return id.hex();
  }

  @Override
  public Bytes wrap(DataKey key, Bytes context) {
    Bytes nonce = DataKey.randomBytes(AesGcm.NONCE_SIZE, random);
    Bytes box = wrapping.seal(nonce, WrappedKey.bound(id, context), key.secret());
    return new WrappedKey(id, nonce, box).render();
  }

  @Override
  public Unwrapped unwrap(Bytes wrapped, Bytes context) {
    Bytes bound = WrappedKey.bound(id, context);
    return WrappedKey.unwrap(
        wrapped, id, parts -> wrapping.open(parts.nonce(), bound, parts.box()));
  }

  private Json.Obj publicPart() {
    return Json.object().put("id", id()).build();
  }

  private static Bytes derive(Bytes secret, String label) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.toArray(), "HmacSHA256"));
      mac.update(Bytes.utf8(label).buffer());
      return Bytes.of(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java platform must provide HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "KeystoreKey[" + id() + "]";
  }
}
