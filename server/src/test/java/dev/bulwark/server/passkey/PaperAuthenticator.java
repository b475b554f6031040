package dev.bulwark.server.passkey;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/// An authenticator and its browser without a device: answers as a test says, right or wrong.
public final class PaperAuthenticator {
  static final int VERIFIED = 0x05;
  private static final int ATTESTED = 0x40;

  private final KeyPair pair;
  private final byte[] credential = new byte[32];
  String origin;
  String site;
  String account;
  int flags = VERIFIED;
  long counter = 1;

  public PaperAuthenticator(String origin, String site, String account) {
    this.origin = origin;
    this.site = site;
    this.account = account;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      this.pair = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    new SecureRandom().nextBytes(credential);
  }

  public Bytes credential() {
    return Bytes.of(credential);
  }

  /// A new credential's JSON, attestation `none` (WebAuthn, section 6.5).
  public String make(Digest challenge) {
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    object.writeBytes(new byte[] {(byte) 0xa3});
    object.writeBytes(text("fmt"));
    object.writeBytes(text("none"));
    object.writeBytes(text("attStmt"));
    object.writeBytes(new byte[] {(byte) 0xa0});
    object.writeBytes(text("authData"));
    byte[] data = data(flags | ATTESTED, attested());
    object.writeBytes(new byte[] {0x58, (byte) data.length});
    object.writeBytes(data);
    return "{\"id\":\"%s\",\"rawId\":\"%s\",\"type\":\"public-key\",\"clientExtensionResults\":{},\"response\":{\"attestationObject\":\"%s\",\"clientDataJSON\":\"%s\"}}"
        .formatted(
            base64(credential),
            base64(credential),
            base64(object.toByteArray()),
            base64(client("webauthn.create", challenge)));
  }

  /// An assertion's JSON; the counter goes up by one.
  public String sign(Digest challenge) {
    byte[] client = client("webauthn.get", challenge);
    counter++;
    byte[] data = data(flags, new byte[0]);
    return "{\"id\":\"%s\",\"rawId\":\"%s\",\"type\":\"public-key\",\"clientExtensionResults\":{},\"response\":{\"authenticatorData\":\"%s\",\"clientDataJSON\":\"%s\",\"signature\":\"%s\",\"userHandle\":%s}}"
        .formatted(
            base64(credential),
            base64(credential),
            base64(data),
            base64(client),
            base64(signature(data, client)),
            account.isEmpty()
                ? "null"
                : "\"" + base64(Ceremonies.handle(account).toArray()) + "\"");
  }

  private byte[] signature(byte[] data, byte[] client) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(data);
      signature.update(Digest.of(Bytes.of(client)).value().toArray());
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] client(String type, Digest challenge) {
    return Bytes.utf8(
            "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
                .formatted(type, base64(challenge.value().toArray()), origin))
        .toArray();
  }

  private byte[] data(int flags, byte[] attested) {
    Bytes counted =
        Bytes.of(
            new byte[] {
              (byte) flags,
              (byte) (counter >>> 24),
              (byte) (counter >>> 16),
              (byte) (counter >>> 8),
              (byte) counter
            });
    return Bytes.concat(Digest.of(Bytes.utf8(site)).value(), counted, Bytes.of(attested)).toArray();
  }

  private byte[] attested() {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    return Bytes.concat(
            Bytes.of(new byte[16]),
            Bytes.of(new byte[] {0, 32}),
            Bytes.of(credential),
            Bytes.parseHex("a5010203262001215820"),
            coordinate(key.getW().getAffineX()),
            Bytes.parseHex("225820"),
            coordinate(key.getW().getAffineY()))
        .toArray();
  }

  private static Bytes coordinate(BigInteger value) {
    return Bytes.parseHex("%064x".formatted(value));
  }

  private static byte[] text(String value) {
    return Bytes.concat(Bytes.of(new byte[] {(byte) (0x60 + value.length())}), Bytes.utf8(value))
        .toArray();
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
