package dev.bulwark.evidence.keys;

import dev.bulwark.kernel.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/// The two signature algorithms of a key, as the JDK provides them.
enum Algorithm {
  /// RFC 8032; public keys as RFC 8410 encodes them: 12 bytes of DER, then 32.
  ED25519("Ed25519", "ed25519", "302a300506032b6570032100", 32),
  /// FIPS 204; public keys as RFC 9881 encodes them: 22 bytes of DER, then 1,952.
  ML_DSA_65("ML-DSA-65", "ml-dsa-65", "308207b2300b0609608648016503040312038207a100", 1952);

  private final String standardName;
  private final String member;
  private final String prefix;
  private final int rawSize;

  Algorithm(String standardName, String member, String prefix, int rawSize) {
    this.standardName = standardName;
    this.member = member;
    this.prefix = prefix;
    this.rawSize = rawSize;
  }

  /// The name in JSON and at the end of a `keyid`.
  String member() {
    return member;
  }

  KeyPair generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(standardName);
      generator.initialize(new NamedParameterSpec(standardName), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /// Whether the bytes are a public key of this algorithm in its one encoding.
  boolean isPublicKey(Bytes encoded) {
    Bytes der = Bytes.parseHex(prefix);
    return encoded.size() == der.size() + rawSize && encoded.slice(0, der.size()).equals(der);
  }

  private PublicKey publicKey(Bytes encoded) throws GeneralSecurityException {
    return factory().generatePublic(new X509EncodedKeySpec(encoded.toArray()));
  }

  PrivateKey privateKey(Bytes encoded) throws GeneralSecurityException {
    return factory().generatePrivate(new PKCS8EncodedKeySpec(encoded.toArray()));
  }

  Bytes sign(PrivateKey key, Bytes message) {
    try {
      Signature signature = signature();
      signature.initSign(key);
      signature.update(message.buffer());
      return Bytes.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a " + standardName + " key cannot sign", e);
    }
  }

  /// @param key a public key, encoded; one that is no point of the curve verifies nothing
  boolean verify(Bytes key, Bytes message, Bytes value) {
    try {
      Signature signature = signature();
      signature.initVerify(publicKey(key));
      signature.update(message.buffer());
      return signature.verify(value.toArray());
    } catch (NoSuchAlgorithmException e) {
      throw missing(e);
    } catch (GeneralSecurityException e) {
      // Not the shape of a signature, or no key.
      return false;
    }
  }

  private KeyFactory factory() throws NoSuchAlgorithmException {
    return KeyFactory.getInstance(standardName);
  }

  private Signature signature() throws NoSuchAlgorithmException {
    return Signature.getInstance(standardName);
  }

  private IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException("a Java 25 platform must provide " + standardName, e);
  }
}
