package dev.bulwark.server.hook;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.keys.AesGcm;
import dev.bulwark.evidence.keys.SecretFile;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;

/// Seals hooks' secrets under a key in the server's folder, so that whoever has the database alone
/// signs nothing. The server opens them by itself: it signs while nobody looks.
///
/// As text: `nonce.box` in hexadecimal, bound to the hook's id. The file is made when the first
/// secret is sealed; of several replicas, one makes it.
public final class HookSeal {
  private static final String KIND = "webhook-seal";

  private final Path file;
  private final SecureRandom random;

  /// @param home the server's folder
  public HookSeal(Path home, SecureRandom random) {
    this.file = home.resolve("keys").resolve("webhooks.key");
    this.random = random;
  }

  String seal(String hook, HookSecret secret) {
    Bytes nonce = some(AesGcm.NONCE_SIZE);
    return nonce.hex()
        + "."
        + new AesGcm(key()).seal(nonce, Bytes.utf8(hook), secret.bytes()).hex();
  }

  /// @return empty when it was sealed under another key or for another hook
  Optional<HookSecret> open(String hook, String sealed) {
    String[] parts = sealed.split("\\.", -1);
    return parts.length == 2 && Files.exists(file)
        ? new AesGcm(key())
            .open(Bytes.parseHex(parts[0]), Bytes.utf8(hook), Bytes.parseHex(parts[1]))
            .map(HookSecret::new)
        : Optional.empty();
  }

  private Bytes key() {
    Supplier<Bytes> read = () -> SecretFile.read(file, KIND).open();
    if (!Files.exists(file)) {
      try {
        SecretFile.create(file, KIND, Json.object().build(), some(AesGcm.KEY_SIZE));
      } catch (EvidenceFault e) {
        if (!e.type().equals(EvidenceFault.KEY_FILE_EXISTS)) {
          throw e;
        }
      }
    }
    return read.get();
  }

  private Bytes some(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }
}
