package dev.bulwark.project.workspace;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.keys.SecretFile;
import dev.bulwark.evidence.tlog.LedgerKeys;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.kernel.json.Json;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// The file of the two key pairs that sign checkpoints: a secret file of kind `ledger-keys`.
///
/// Public part: `{"origin", "vkeys"}`, all that an auditor needs. Secret: canonical JSON of
/// `{"ed25519": {"public","private"}, "ml-dsa-44": …}`, each half base64 of its DER.
public final class LedgerKeyFile {
  private static final String KIND = "ledger-keys";
  private static final String ED25519 = "Ed25519";
  private static final String ML_DSA_44 = "ML-DSA-44";

  private final Path path;
  private final SecretFile file;

  private LedgerKeyFile(Path path, SecretFile file) {
    this.path = path;
    this.file = file;
  }

  public static void create(Path path, String origin) {
    try {
      LedgerKeys keys = new LedgerKeys(generate(ED25519), generate(ML_DSA_44));
      Json.Obj publicPart =
          Json.object().put("origin", origin).put("vkeys", keys.verifier(origin).vkeys()).build();
      Json.Obj secret =
          Json.object()
              .put("ed25519", json(keys.ed25519()))
              .put("ml-dsa-44", json(keys.mlDsa44()))
              .build();
      SecretFile.create(path, KIND, publicPart, secret.canonicalBytes());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("JDK 25 must provide Ed25519 and ML-DSA-44", e);
    }
  }

  public static LedgerKeyFile read(Path path) {
    return new LedgerKeyFile(path, SecretFile.read(path, KIND));
  }

  public String origin() {
    return file.publicPart().text("origin").orElseThrow(this::damaged);
  }

  LedgerVerifier verifier() {
    return file.publicPart()
        .text("vkeys")
        .flatMap(vkeys -> LedgerVerifier.parse(origin(), vkeys))
        .orElseThrow(this::damaged);
  }

  public LedgerKeys open() {
    Json.Obj secret = JsonReader.readObject(file.open(), JsonReader.Bounds.DEFAULT);
    return new LedgerKeys(pair(ED25519, secret, "ed25519"), pair(ML_DSA_44, secret, "ml-dsa-44"));
  }

  private static KeyPair generate(String algorithm) throws GeneralSecurityException {
    return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
  }

  private static Json.Obj json(KeyPair pair) {
    return Json.object()
        .put("public", Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()))
        .put("private", Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()))
        .build();
  }

  private KeyPair pair(String algorithm, Json.Obj secret, String name) {
    try {
      Json.Obj pair = secret.object(name).orElseThrow(this::damaged);
      KeyFactory factory = KeyFactory.getInstance(algorithm);
      return new KeyPair(
          factory.generatePublic(new X509EncodedKeySpec(bytes(pair, "public"))),
          factory.generatePrivate(new PKCS8EncodedKeySpec(bytes(pair, "private"))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw damaged();
    }
  }

  private byte[] bytes(Json.Obj pair, String half) {
    return Base64.getDecoder().decode(pair.text(half).orElseThrow(this::damaged));
  }

  private EvidenceFault damaged() {
    return new EvidenceFault(
        EvidenceFault.KEY_FILE_DAMAGED,
        path + " does not hold the ledger's two key pairs; restore it from a copy");
  }
}
