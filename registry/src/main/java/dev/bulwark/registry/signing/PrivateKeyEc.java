package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/// A private key on P-256, P-384 or P-521, with its public half. Never shown.
public final class PrivateKeyEc {
  private static final int ITERATIONS = 600_000;
  private static final int MAX_ITERATIONS = 10_000_000;
  private static final int SALT = 16;
  private static final String SCHEME = "PBEWithHmacSHA256AndAES_256";

  private final ECPrivateKey key;
  private final PublicKeyEc publicKey;

  private PrivateKeyEc(ECPrivateKey key, PublicKeyEc publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /// A new key on P-384, what the reference makes in its examples.
  public static PrivateKeyEc make(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(Curve.P384.standardName()), random);
      return of(generator.generateKeyPair().getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java platform must make P-384 keys", e);
    }
  }

  /// Whether a PEM text holds a key that needs a passphrase.
  public static boolean isEncrypted(Bytes file) {
    return Pem.parse(file.utf8()).orElse(List.of()).stream()
        .anyMatch(block -> block.label().equals("ENCRYPTED PRIVATE KEY"));
  }

  /// Parses PEM: PKCS#8, encrypted PKCS#8 (PBES2), or SEC 1.
  ///
  /// @param passphrase only for an encrypted key; the caller wipes it
  /// @throws SigningFault `signing-key-unusable`, `signing-passphrase`
  public static PrivateKeyEc parse(Bytes file, Optional<char[]> passphrase) {
    List<Pem> blocks = Pem.parse(file.utf8()).orElse(List.of());
    for (Pem block : blocks) {
      if (block.isLegacyEncrypted()) {
        throw unusable("one encrypted the old way; run: openssl pkcs8 -topk8");
      }
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return ofPkcs8(block.content());
        }
        case "EC PRIVATE KEY" -> {
          return ofSec1(block.content());
        }
        case "ENCRYPTED PRIVATE KEY" -> {
          return ofEncrypted(block.content(), passphrase);
        }
        default -> {
          // Parameters and certificates may stand beside the key.
        }
      }
    }
    throw unusable(blocks.isEmpty() ? "no PEM" : "PEM without one: " + blocks.getFirst().label());
  }

  private static SigningFault unusable(String found) {
    return new SigningFault(
        SigningFault.KEY_UNUSABLE,
        "expected a private key on P-256, P-384 or P-521 in PEM (PKCS#8 or SEC 1), found " + found);
  }

  private static PrivateKeyEc ofPkcs8(Bytes der) {
    try {
      return of(
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der.toArray())));
    } catch (GeneralSecurityException e) {
      throw unusable("another kind of key");
    }
  }

  private static PrivateKeyEc ofSec1(Bytes der) {
    try {
      var sec1 = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(der.toArray());
      AlgorithmIdentifier algorithm =
          new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, sec1.getParametersObject());
      return ofPkcs8(Bytes.of(new PrivateKeyInfo(algorithm, sec1).getEncoded()));
    } catch (IOException | IllegalArgumentException | ClassCastException e) {
      throw unusable("a damaged one");
    }
  }

  private static PrivateKeyEc ofEncrypted(Bytes der, Optional<char[]> passphrase) {
    char[] characters =
        passphrase.orElseThrow(
            () ->
                new SigningFault(
                    SigningFault.PASSPHRASE,
                    "expected a passphrase for the encrypted private key, found none"));
    PBEKeySpec secret = new PBEKeySpec(characters);
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der.toArray());
      requireBounded(info);
      String scheme = info.getAlgParameters().toString();
      return of(
          KeyFactory.getInstance("EC")
              .generatePrivate(
                  info.getKeySpec(SecretKeyFactory.getInstance(scheme).generateSecret(secret))));
    } catch (IOException | NullPointerException e) {
      throw unusable("a damaged or oddly encrypted one");
    } catch (GeneralSecurityException e) {
      throw new SigningFault(
          SigningFault.PASSPHRASE,
          "expected the passphrase of this private key, found one that does not open it (or the key is encrypted in a way this Java does not know)",
          e);
    } finally {
      secret.clearPassword();
    }
  }

  private static void requireBounded(EncryptedPrivateKeyInfo info) throws GeneralSecurityException {
    PBEParameterSpec pbe = info.getAlgParameters().getParameterSpec(PBEParameterSpec.class);
    if (pbe.getIterationCount() > MAX_ITERATIONS) {
      throw unusable("one under %,d iterations".formatted(pbe.getIterationCount()));
    }
  }

  private static PrivateKeyEc of(PrivateKey key) {
    if (key instanceof ECPrivateKey ec) {
      Curve curve = Curve.of(ec).orElseThrow(() -> unusable("one on another curve"));
      return new PrivateKeyEc(ec, publicHalf(ec, curve));
    }
    throw unusable("another kind of key");
  }

  /// The JDK has no way from the private to the public half; a key file need not hold it.
  private static PublicKeyEc publicHalf(ECPrivateKey key, Curve curve) {
    BigInteger order = key.getParams().getOrder();
    if (key.getS().signum() <= 0 || key.getS().compareTo(order) >= 0) {
      throw unusable("a number outside its curve");
    }
    var point =
        CustomNamedCurves.getByName(curve.standardName()).getG().multiply(key.getS()).normalize();
    ECPoint affine =
        new ECPoint(point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    try {
      return PublicKeyEc.of(
              KeyFactory.getInstance("EC")
                  .generatePublic(new ECPublicKeySpec(affine, key.getParams())))
          .orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a point of the curve makes a key", e);
    }
  }

  public PublicKeyEc publicKey() {
    return publicKey;
  }

  /// PKCS#8 in PEM; under a passphrase when there is one (PBES2, PBKDF2-HMAC-SHA-256 with 600,000
  /// rounds, AES-256-CBC).
  public String pem(Optional<char[]> passphrase, SecureRandom random) {
    return passphrase.isEmpty()
        ? Pem.render("PRIVATE KEY", Bytes.of(key.getEncoded()))
        : Pem.render("ENCRYPTED PRIVATE KEY", encrypted(passphrase.get(), random));
  }

  private Bytes encrypted(char[] passphrase, SecureRandom random) {
    byte[] salt = new byte[SALT];
    byte[] iv = new byte[SALT];
    random.nextBytes(salt);
    random.nextBytes(iv);
    PBEKeySpec secret = new PBEKeySpec(passphrase);
    byte[] plain = key.getEncoded();
    try {
      javax.crypto.Cipher cipher = javax.crypto.Cipher.getInstance(SCHEME);
      cipher.init(
          javax.crypto.Cipher.ENCRYPT_MODE,
          SecretKeyFactory.getInstance(SCHEME).generateSecret(secret),
          new PBEParameterSpec(salt, ITERATIONS, new javax.crypto.spec.IvParameterSpec(iv)));
      // Under its own name: EncryptedPrivateKeyInfo knows the scheme's OID only as PBES2.
      AlgorithmParameters scheme = AlgorithmParameters.getInstance("PBES2");
      scheme.init(cipher.getParameters().getEncoded());
      return Bytes.of(new EncryptedPrivateKeyInfo(scheme, cipher.doFinal(plain)).getEncoded());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the Java platform must encrypt keys", e);
    } finally {
      secret.clearPassword();
      Arrays.fill(plain, (byte) 0);
    }
  }

  Bytes sign(Bytes message) {
    try {
      Signature signer = Signature.getInstance(publicKey.curve().signature());
      signer.initSign(key);
      signer.update(message.buffer());
      return Bytes.of(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a parsed key signs", e);
    }
  }

  @Override
  public String toString() {
    return "PrivateKeyEc[hidden]";
  }
}
