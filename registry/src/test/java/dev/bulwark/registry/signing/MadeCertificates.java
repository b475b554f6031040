package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate somebody issued for a test, with its key.
record MadeCertificates(KeyPair keys, X509Certificate certificate) {
  private static final Duration YEAR = Duration.ofDays(365);

  /// What is asked for.
  record Wish(
      String name,
      Instant from,
      Instant to,
      boolean isAuthority,
      int usage,
      Optional<KeyPurposeId> purpose,
      String curve) {
    static Wish authority(String name) {
      return new Wish(
          name,
          Bench.NOW.minus(YEAR),
          Bench.NOW.plus(YEAR),
          true,
          KeyUsage.keyCertSign,
          Optional.empty(),
          "secp384r1");
    }

    static Wish signer(String name) {
      return new Wish(
          name,
          Bench.NOW.minus(YEAR),
          Bench.NOW.plus(YEAR),
          false,
          KeyUsage.digitalSignature,
          Optional.of(KeyPurposeId.id_kp_codeSigning),
          "secp384r1");
    }

    Wish valid(Instant start, Instant end) {
      return new Wish(name, start, end, isAuthority, usage, purpose, curve);
    }

    Wish expired() {
      return valid(from, Bench.NOW.minusSeconds(60));
    }

    Wish notYet() {
      return valid(Bench.NOW.plusSeconds(1), to);
    }

    Wish used(int bits, Optional<KeyPurposeId> other) {
      return new Wish(name, from, to, isAuthority, bits, other, curve);
    }

    Wish on(String other) {
      return new Wish(name, from, to, isAuthority, usage, purpose, other);
    }
  }

  static MadeCertificates root(Wish wish) {
    KeyPair keys = keys(wish.curve());
    return new MadeCertificates(keys, issue(wish, keys, wish.name(), keys));
  }

  MadeCertificates issue(Wish wish) {
    KeyPair subject = keys(wish.curve());
    String issuer = certificate.getSubjectX500Principal().getName();
    return new MadeCertificates(subject, issue(wish, subject, issuer, keys));
  }

  TreeSigner.Identity identity(X509Certificate... chain) {
    Bytes pem = Bytes.utf8(Pem.render("PRIVATE KEY", Bytes.of(keys.getPrivate().getEncoded())));
    List<X509Certificate> all = new ArrayList<>(List.of(certificate));
    all.addAll(List.of(chain));
    return new TreeSigner.Identity(PrivateKeyEc.parse(pem, Optional.empty()), all);
  }

  private static KeyPair keys(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static X509Certificate issue(Wish wish, KeyPair subject, String issuer, KeyPair by) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuer),
              BigInteger.valueOf(Math.abs(wish.hashCode()) + 1L),
              Date.from(wish.from()),
              Date.from(wish.to()),
              new X500Name(wish.name()),
              subject.getPublic());
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(wish.isAuthority()));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(wish.usage()));
      if (wish.purpose().isPresent()) {
        builder.addExtension(
            Extension.extendedKeyUsage, true, new ExtendedKeyUsage(wish.purpose().get()));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA384withECDSA").build(by.getPrivate())));
    } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }
}
