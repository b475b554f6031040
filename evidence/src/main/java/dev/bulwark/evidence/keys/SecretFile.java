package dev.bulwark.evidence.keys;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file that holds one secret: a signing key, a vault key. One line of canonical JSON, 0600.
///
/// ```
/// {"format": "bulwark-secret/v1", "kind": "signing-key", "public": {…},
///  "secret": {"protection": "none", "value": base64}
///          | {"protection": "passphrase", "kdf": "PBKDF2-HMAC-SHA512", "iterations": 600000, "salt": base64,
///             "cipher": "AES-256-GCM", "nonce": base64, "value": base64},
///  "check": "sha256:…"}
/// ```
///
/// `check` is the digest of the canonical JSON of the other members: a file that does not match it
/// is damaged, so that a passphrase is called wrong only when it is. It is no protection against a
/// writer. Under a passphrase, `format`, `kind` and `public` are bound to the secret as additional
/// data: they cannot be exchanged.
public final class SecretFile {
  private static final String FORMAT = "bulwark-secret/v1";
  private static final int MAX_SIZE = 64 << 10;
  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(new ByteSize(MAX_SIZE), 8);

  private final Path file;
  private final String kind;
  private final Json.Obj publicPart;
  private final Members secret;

  private SecretFile(Path file, String kind, Json.Obj publicPart, Members secret) {
    this.file = file;
    this.kind = kind;
    this.publicPart = publicPart;
    this.secret = secret;
  }

  /// Writes a secret that anybody who can read the file can use.
  ///
  /// @throws EvidenceFault `key-file-exists`, `key-file-unavailable`
  public static void create(Path file, String kind, Json.Obj publicPart, Bytes secret) {
    Json.Obj inside =
        Json.object().put("protection", "none").put("value", Base64Text.render(secret)).build();
    write(file, kind, publicPart, inside);
  }

  /// Writes a secret under a passphrase.
  ///
  /// @throws EvidenceFault `key-file-exists`, `key-file-unavailable`
  public static void create(
      Path file,
      String kind,
      Json.Obj publicPart,
      Bytes secret,
      Passphrase passphrase,
      SecureRandom random) {
    PassphraseBox box =
        PassphraseBox.close(
            secret, passphrase, passphrase.iterations(), bound(kind, publicPart), random);
    Json.Obj inside =
        Json.object()
            .put("protection", "passphrase")
            .put("kdf", PassphraseBox.KDF)
            .put("iterations", box.iterations())
            .put("salt", Base64Text.render(box.salt()))
            .put("cipher", PassphraseBox.CIPHER)
            .put("nonce", Base64Text.render(box.nonce()))
            .put("value", Base64Text.render(box.box()))
            .build();
    write(file, kind, publicPart, inside);
  }

  /// Reads the file and holds its permissions, its check and its kind; the secret stays closed.
  ///
  /// @throws EvidenceFault `key-file-unsafe`, `key-file-damaged`, `key-file-unavailable`
  public static SecretFile read(Path file, String kind) {
    Bytes content = Bytes.of(PrivatePath.read(file, MAX_SIZE));
    try {
      Members members =
          Members.of(EvidenceFault.KEY_FILE_DAMAGED, JsonReader.readObject(content, BOUNDS));
      members.only("format", "kind", "public", "secret", "check");
      Json.Obj checked = checked(members);
      if (!members.digest("check").equals(Digest.of(checked.canonicalBytes()))) {
        throw members.wrong("check", "the digest of the file's content");
      }
      if (!members.text("format").equals(FORMAT)) {
        throw members.wrong("format", FORMAT);
      }
      if (!members.text("kind").equals(kind)) {
        throw members.wrong("kind", kind);
      }
      return new SecretFile(
          file, kind, members.object("public").object(), members.object("secret"));
    } catch (EvidenceFault e) {
      throw damaged(file, e);
    }
  }

  /// What is not secret in it. Bound to the secret only under a passphrase.
  public Json.Obj publicPart() {
    return publicPart;
  }

  public boolean isUnderPassphrase() {
    return secret.object().text("protection").equals(Optional.of("passphrase"));
  }

  /// The secret of a file without a passphrase.
  ///
  /// @throws EvidenceFault `passphrase-needed` when there is one
  public Bytes open() {
    return open(null);
  }

  /// The secret; a passphrase given for a file that has none is not used.
  ///
  /// @throws EvidenceFault `passphrase-needed`, `passphrase-wrong`, `key-file-damaged`
  public Bytes open(@Nullable Passphrase passphrase) {
    try {
      return switch (secret.text("protection")) {
        case "none" -> secret.base64("value");
        case "passphrase" -> openBox(passphrase);
        default -> throw secret.wrong("protection", "none or passphrase");
      };
    } catch (EvidenceFault e) {
      throw e.type().equals(EvidenceFault.KEY_FILE_DAMAGED) ? damaged(file, e) : e;
    }
  }

  private Bytes openBox(@Nullable Passphrase passphrase) {
    PassphraseBox box = box();
    if (passphrase == null) {
      throw new EvidenceFault(
          EvidenceFault.PASSPHRASE_NEEDED,
          "expected the passphrase of %s, found none; give the one it was created with"
              .formatted(file));
    }
    return box.open(passphrase, bound(kind, publicPart))
        .orElseThrow(
            () ->
                new EvidenceFault(
                    EvidenceFault.PASSPHRASE_WRONG,
                    "this is not the passphrase of %s; the file itself is whole, so try again"
                        .formatted(file)));
  }

  private PassphraseBox box() {
    if (!secret.text("kdf").equals(PassphraseBox.KDF)) {
      throw secret.wrong("kdf", PassphraseBox.KDF);
    }
    if (!secret.text("cipher").equals(PassphraseBox.CIPHER)) {
      throw secret.wrong("cipher", PassphraseBox.CIPHER);
    }
    long iterations = secret.integer("iterations");
    if (iterations < PassphraseBox.LEAST_ITERATIONS || iterations > PassphraseBox.MOST_ITERATIONS) {
      throw secret.wrong(
          "iterations",
          "from %d to %d".formatted(PassphraseBox.LEAST_ITERATIONS, PassphraseBox.MOST_ITERATIONS));
    }
    return new PassphraseBox(
        (int) iterations,
        sized("salt", PassphraseBox.SALT_SIZE),
        sized("nonce", AesGcm.NONCE_SIZE),
        secret.base64("value"));
  }

  private Bytes sized(String name, int size) {
    Bytes bytes = secret.base64(name);
    if (bytes.size() != size) {
      throw secret.wrong(name, size + " bytes");
    }
    return bytes;
  }

  private static void write(Path file, String kind, Json.Obj publicPart, Json.Obj secret) {
    Json.Builder members =
        Json.object()
            .put("format", FORMAT)
            .put("kind", kind)
            .put("public", publicPart)
            .put("secret", secret);
    Digest check = Digest.of(members.build().canonicalBytes());
    Bytes line = members.put("check", check.toString()).build().canonicalBytes();
    PrivatePath.create(file, Bytes.concat(line, Bytes.utf8("\n")).toArray());
  }

  private static Json.Obj checked(Members members) {
    return Json.object()
        .put("format", members.value("format"))
        .put("kind", members.value("kind"))
        .put("public", members.value("public"))
        .put("secret", members.value("secret"))
        .build();
  }

  private static Bytes bound(String kind, Json.Obj publicPart) {
    return Json.object()
        .put("format", FORMAT)
        .put("kind", kind)
        .put("public", publicPart)
        .build()
        .canonicalBytes();
  }

  private static EvidenceFault damaged(Path file, EvidenceFault cause) {
    return new EvidenceFault(
        EvidenceFault.KEY_FILE_DAMAGED,
        "%s is damaged or no key file of this kind (%s); restore it from a copy"
            .formatted(file, cause.getMessage()),
        cause);
  }

  @Override
  public String toString() {
    return "SecretFile[" + kind + " " + file + "]";
  }
}
