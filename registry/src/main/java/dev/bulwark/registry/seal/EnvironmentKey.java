package dev.bulwark.registry.seal;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.evidence.keys.SecretFile;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A secret: the private half of an environment's key. Whoever has it opens what that environment's
/// gate allowed. Its file is a {@link SecretFile} of kind `environment-key`, its public part
/// `{"id": "sha256:…", "key": {"ml-kem-768": base64, "x25519": base64}}`.
///
/// Immutable, may be used from several threads.
public final class EnvironmentKey {
  private static final String KIND = "environment-key";

  private final EnvironmentPublicKey publicKey;
  private final PrivateKey x25519;
  private final PrivateKey mlKem768;

  private EnvironmentKey(EnvironmentPublicKey publicKey, PrivateKey x25519, PrivateKey mlKem768) {
    this.publicKey = publicKey;
    this.x25519 = x25519;
    this.mlKem768 = mlKem768;
  }

  public static EnvironmentKey generate(SecureRandom random) {
    KeyPair x25519 = KemAlgorithm.X25519.generate(random);
    KeyPair mlKem768 = KemAlgorithm.ML_KEM_768.generate(random);
    return new EnvironmentKey(
        EnvironmentPublicKey.of(
            Bytes.of(x25519.getPublic().getEncoded()), Bytes.of(mlKem768.getPublic().getEncoded())),
        x25519.getPrivate(),
        mlKem768.getPrivate());
  }

  /// @throws EvidenceFault `key-file-exists`, `key-file-unavailable`
  public void createFile(Path file) {
    SecretFile.create(file, KIND, publicPart(), secret());
  }

  /// @throws EvidenceFault `key-file-exists`, `key-file-unavailable`
  public void createFile(Path file, Passphrase passphrase, SecureRandom random) {
    SecretFile.create(file, KIND, publicPart(), secret(), passphrase, random);
  }

  /// Whether the key in a file needs its passphrase.
  ///
  /// @throws EvidenceFault as {@link SecretFile#read} does
  public static boolean isUnderPassphrase(Path file) {
    return SecretFile.read(file, KIND).isUnderPassphrase();
  }

  /// The public half of the key in a file, which needs no passphrase.
  ///
  /// @throws EvidenceFault as {@link SecretFile#read} does
  public static EnvironmentPublicKey publicKey(Path file) {
    return publicKey(file, SecretFile.read(file, KIND));
  }

  /// @throws EvidenceFault as {@link SecretFile#read} and {@link SecretFile#open} do
  public static EnvironmentKey open(Path file) {
    return open(file, null);
  }

  /// @throws EvidenceFault as {@link SecretFile#read} and {@link SecretFile#open} do
  public static EnvironmentKey open(Path path, @Nullable Passphrase passphrase) {
    SecretFile file = SecretFile.read(path, KIND);
    EnvironmentPublicKey publicKey = publicKey(path, file);
    Members halves =
        Members.of(
            EvidenceFault.KEY_FILE_DAMAGED,
            JsonReader.readObject(file.open(passphrase), JsonReader.Bounds.DEFAULT));
    return new EnvironmentKey(
        publicKey, half(KemAlgorithm.X25519, halves), half(KemAlgorithm.ML_KEM_768, halves));
  }

  private static EnvironmentPublicKey publicKey(Path path, SecretFile file) {
    Members members = Members.of(EvidenceFault.KEY_FILE_DAMAGED, file.publicPart());
    EnvironmentPublicKey publicKey;
    try {
      publicKey = EnvironmentPublicKey.parse(members.value("key"));
    } catch (SealFault e) {
      throw new EvidenceFault(
          EvidenceFault.KEY_FILE_DAMAGED,
          "expected an environment's key in %s (%s); restore it from a copy"
              .formatted(path, e.getMessage()),
          e);
    }
    if (!members.text("id").equals(publicKey.id())) {
      throw members.wrong("id", "the id of the key beside it");
    }
    return publicKey;
  }

  private static PrivateKey half(KemAlgorithm algorithm, Members halves) {
    try {
      return algorithm.privateKey(halves.base64(algorithm.member()));
    } catch (GeneralSecurityException e) {
      // The cause may quote the key: it is left out.
      throw halves.wrong(algorithm.member(), "a PKCS#8 private key");
    }
  }

  public EnvironmentPublicKey publicKey() {
    return publicKey;
  }

  public String id() {
    return publicKey.id();
  }

  Optional<Bytes> decapsulate(KemAlgorithm algorithm, Bytes encapsulation) {
    return algorithm.decapsulate(
        switch (algorithm) {
          case X25519 -> x25519;
          case ML_KEM_768 -> mlKem768;
        },
        encapsulation);
  }

  /// `{"ml-kem-768": base64 PKCS#8, "x25519": base64 PKCS#8}`.
  private Bytes secret() {
    return Json.object()
        .put(KemAlgorithm.X25519.member(), Base64Text.render(Bytes.of(x25519.getEncoded())))
        .put(KemAlgorithm.ML_KEM_768.member(), Base64Text.render(Bytes.of(mlKem768.getEncoded())))
        .build()
        .canonicalBytes();
  }

  private Json.Obj publicPart() {
    return Json.object().put("id", id()).put("key", publicKey.json()).build();
  }

  /// The id only.
  @Override
  public String toString() {
    return "EnvironmentKey[" + id() + "]";
  }
}
