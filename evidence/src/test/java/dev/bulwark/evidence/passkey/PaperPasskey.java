package dev.bulwark.evidence.passkey;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/// A passkey without a device: it signs what a test says, right or wrong.
public final class PaperPasskey {
  public static final String SITE = "bulwark.example.org";
  public static final int VERIFIED = 0x05;
  private static final Bytes NONCE = Bytes.utf8("a nonce of thirty-two bytes, once");

  private final KeyPair pair;
  private final Passkey passkey;

  /// @param id of at least 16 characters
  public PaperPasskey(String id) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      this.pair = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    this.passkey =
        new Passkey(
            PasskeyAlgorithm.EDDSA, Bytes.utf8(id), Bytes.of(pair.getPublic().getEncoded()), SITE);
  }

  public Passkey passkey() {
    return passkey;
  }

  public PasskeyWord word(Json.Obj text) {
    return word(text, client(text, "webauthn.get", "https://" + SITE), SITE, VERIFIED);
  }

  static String client(Json.Obj text, String type, String origin) {
    String challenge =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(PasskeyWord.challenge(text, NONCE).value().toArray());
    return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
        .formatted(type, challenge, origin);
  }

  PasskeyWord word(Json.Obj text, String client, String site, int flags) {
    Bytes data =
        Bytes.concat(
            Digest.of(Bytes.utf8(site)).value(), Bytes.of(new byte[] {(byte) flags, 0, 0, 0, 9}));
    Bytes signed = Bytes.concat(data, Digest.of(Bytes.utf8(client)).value());
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(signed.toArray());
      return new PasskeyWord(passkey, data, Bytes.utf8(client), NONCE, Bytes.of(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
