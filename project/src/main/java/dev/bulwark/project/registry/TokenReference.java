package dev.bulwark.project.registry;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.registry.seal.Pkcs11Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/// Where the registry's key is when it is in a PKCS#11 token; the file stands where the key's own
/// file would. It holds no secret: the PIN comes from the environment, by name.
///
/// ```
/// {"format": "bulwark-registry-token/v1", "library", "slot", "key", "pinEnv"}
/// ```
///
/// @param library the token's PKCS#11 module; whoever can change this file has it loaded
/// @param key the name of the key in the token
/// @param pinEnv the environment variable that holds the PIN
record TokenReference(Path library, long slot, String key, String pinEnv) {
  private static final String FORMAT = "bulwark-registry-token/v1";
  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(ByteSize.ofKib(64), 4);

  TokenReference {
    library = library.toAbsolutePath().normalize();
    if (!key.matches("[A-Za-z0-9._-]{1,64}") || !pinEnv.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected a key's name of letters, digits, dots, underscores and hyphens, and the name of an environment variable, found \"%s\" and \"%s\""
              .formatted(key, pinEnv));
    }
  }

  /// Whether a file says that the key is in a token.
  static boolean isIn(Path file) {
    try {
      return Files.size(file) <= BOUNDS.size().bytes() && Files.readString(file).contains(FORMAT);
    } catch (IOException e) {
      return false;
    }
  }

  /// @throws WorkspaceFault when the file is damaged
  static TokenReference read(Path file) {
    try {
      Members members =
          Members.of(
              EvidenceFault.KEY_FILE_DAMAGED,
              JsonReader.readObject(Bytes.of(Files.readAllBytes(file)), BOUNDS));
      members.only("format", "library", "slot", "key", "pinEnv");
      if (!members.text("format").equals(FORMAT)) {
        throw members.wrong("format", FORMAT);
      }
      return new TokenReference(
          Path.of(members.word("library")),
          members.integer("slot"),
          members.word("key"),
          members.word("pinEnv"));
    } catch (IOException e) {
      throw damaged(file, e.getClass().getSimpleName(), e);
    } catch (EvidenceFault e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static WorkspaceFault damaged(Path file, String found, Exception cause) {
    return new WorkspaceFault(
        WorkspaceFault.INVALID,
        "expected where the registry's key is at %s, found: %s; restore it from a copy"
            .formatted(file, found),
        cause);
  }

  void write(Path file) {
    Output.write(
        file,
        Json.object()
                .put("format", FORMAT)
                .put("library", library.toString())
                .put("slot", slot)
                .put("key", key)
                .put("pinEnv", pinEnv)
                .build()
                .canonical()
            + "\n");
  }

  private interface Work {
    Pkcs11Key with(char[] pin);
  }

  /// Logs in.
  ///
  /// @throws dev.bulwark.registry.seal.SealFault `key-token-unavailable`
  Pkcs11Key open(KeySecrets secrets, SecureRandom random) {
    return withPin(secrets, pin -> Pkcs11Key.open(library, slot, key, pin, random));
  }

  /// Makes the key in the token, and opens it.
  ///
  /// @throws dev.bulwark.registry.seal.SealFault `key-token-unavailable`
  Pkcs11Key create(KeySecrets secrets, SecureRandom random) {
    return withPin(secrets, pin -> Pkcs11Key.create(library, slot, key, pin, random));
  }

  private Pkcs11Key withPin(KeySecrets secrets, Work work) {
    char[] pin = secrets.pin(pinEnv);
    try {
      return work.with(pin);
    } finally {
      Arrays.fill(pin, ' ');
    }
  }

  /// For people.
  @Override
  public String toString() {
    return "key \"%s\" in slot %d of %s, PIN in %s".formatted(key, slot, library, pinEnv);
  }
}
