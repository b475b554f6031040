package dev.bulwark.registry.seal;

import dev.bulwark.kernel.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;

/// The two key encapsulations of an environment's key, as the JDK provides them.
enum KemAlgorithm {
  /// DHKEM(X25519, HKDF-SHA256) of RFC 9180; public keys as RFC 8410 encodes them.
  X25519("X25519", "DHKEM", "x25519", "302a300506032b656e032100", 32, 32),
  /// FIPS 203; public keys as RFC 9935 encodes them.
  ML_KEM_768(
      "ML-KEM-768",
      "ML-KEM",
      "ml-kem-768",
      "308204b2300b0609608648016503040402038204a100",
      1184,
      1088);

  private static final int SECRET_SIZE = 32;

  private final String keyName;
  private final String kemName;
  private final String member;
  private final String prefix;
  private final int rawSize;
  private final int encapsulatedSize;

  KemAlgorithm(
      String keyName,
      String kemName,
      String member,
      String prefix,
      int rawSize,
      int encapsulatedSize) {
    this.keyName = keyName;
    this.kemName = kemName;
    this.member = member;
    this.prefix = prefix;
    this.rawSize = rawSize;
    this.encapsulatedSize = encapsulatedSize;
  }

  /// The name in JSON.
  String member() {
    return member;
  }

  int encapsulatedSize() {
    return encapsulatedSize;
  }

  KeyPair generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(keyName);
      generator.initialize(new NamedParameterSpec(keyName), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  PublicKey publicKey(Bytes encoded) throws GeneralSecurityException {
    return factory().generatePublic(new X509EncodedKeySpec(encoded.toArray()));
  }

  PrivateKey privateKey(Bytes encoded) throws GeneralSecurityException {
    return factory().generatePrivate(new PKCS8EncodedKeySpec(encoded.toArray()));
  }

  /// Whether the bytes have the form of a public key of this algorithm in its one encoding.
  boolean isPublicKey(Bytes encoded) {
    Bytes der = Bytes.parseHex(prefix);
    return encoded.size() == der.size() + rawSize && encoded.slice(0, der.size()).equals(der);
  }

  /// A secret of 32 bytes, and the bytes from which the private key finds it again. Secret.
  record Encapsulated(Bytes secret, Bytes encapsulation) {
    @Override
    public String toString() {
      return "Encapsulated[hidden]";
    }
  }

  /// @throws GeneralSecurityException when no secret can be agreed on with this key
  Encapsulated encapsulate(PublicKey to, SecureRandom random) throws GeneralSecurityException {
    try {
      KEM.Encapsulated made =
          KEM.getInstance(kemName)
              .newEncapsulator(to, null, random)
              .encapsulate(0, SECRET_SIZE, "Generic");
      return new Encapsulated(Bytes.of(made.key().getEncoded()), Bytes.of(made.encapsulation()));
    } catch (ProviderException e) {
      // What the JDK says to a point of small order.
      throw new InvalidKeyException(e);
    }
  }

  /// @return empty when the encapsulation is none; ML-KEM answers a changed one with another secret
  Optional<Bytes> decapsulate(PrivateKey key, Bytes encapsulation) {
    try {
      return Optional.of(
          Bytes.of(
              KEM.getInstance(kemName)
                  .newDecapsulator(key)
                  .decapsulate(encapsulation.toArray(), 0, SECRET_SIZE, "Generic")
                  .getEncoded()));
    } catch (DecapsulateException | ProviderException e) {
      // The latter is what the JDK says to a point of small order.
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  private KeyFactory factory() throws NoSuchAlgorithmException {
    return KeyFactory.getInstance(keyName);
  }

  private IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException("a Java 25 platform must provide " + kemName, e);
  }
}
