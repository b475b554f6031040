package dev.bulwark.registry.signing;

import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.signing.MadeCertificates.Wish;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A Sigstore instance of the second kind for tests: a Rekor v2 log with an Ed25519 key, no promise
/// and no integrated time, and an authority for times. One entry a tree.
final class MadeSigstore {
  static final String IDENTITY = "https://example.com/workflow";
  static final String ISSUER = "https://issuer.example.com";
  static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

  private static final String ORIGIN = "log.example.com";

  final MadeAuthority times = new MadeAuthority();
  private final MadeCertificates root =
      MadeCertificates.root(Wish.authority("CN=fulcio").valid(THEN.minusSeconds(9), Bench.NOW));
  private final KeyPair log = keys("Ed25519", null);
  private final KeyPair certificateLog = keys("EC", "secp256r1");
  private final KeyPair signer = keys("EC", "secp256r1");
  private final X509Certificate leaf = leaf();

  private static KeyPair keys(String kind, String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      if (curve != null) {
        generator.initialize(new ECGenParameterSpec(curve));
      }
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Bytes sign(String algorithm, KeyPair keys, Bytes message) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(keys.getPrivate());
      signature.update(message.toArray());
      return Bytes.of(signature.sign());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private X509Certificate leaf() {
    try {
      JcaX509v3CertificateBuilder builder = builder();
      // The content that the log sees is that of the certificate without its promise.
      X509Certificate before =
          new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
      builder.addExtension(
          new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2"),
          false,
          new DEROctetString(timestamps(before.getTBSCertificate())));
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private org.bouncycastle.operator.ContentSigner signer() throws Exception {
    return new JcaContentSignerBuilder("SHA384withECDSA").build(root.keys().getPrivate());
  }

  private JcaX509v3CertificateBuilder builder() throws Exception {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=fulcio"),
            BigInteger.TEN,
            Date.from(THEN.minusSeconds(5)),
            Date.from(THEN.plusSeconds(600)),
            new X500Name(""),
            signer.getPublic());
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
    builder.addExtension(
        Extension.subjectAlternativeName,
        true,
        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, IDENTITY)));
    builder.addExtension(
        new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.8"), false, new DERUTF8String(ISSUER));
    return builder;
  }

  private byte[] timestamps(byte[] tbs) throws Exception {
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(signed);
    out.writeShort(0);
    out.writeLong(THEN.toEpochMilli());
    out.writeShort(1);
    out.write(id(root.keys()).toArray());
    out.writeByte(tbs.length >> 16);
    out.writeShort(tbs.length);
    out.write(tbs);
    out.writeShort(2);
    out.writeShort(0x0102);
    byte[] signature =
        sign("SHA256withECDSA", certificateLog, Bytes.of(signed.toByteArray())).toArray();
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    DataOutputStream to = new DataOutputStream(list);
    int size = 1 + 32 + 8 + 4 + 2 + 2 + signature.length;
    to.writeShort(size + 2);
    to.writeShort(size);
    to.writeByte(0);
    to.write(id(certificateLog).toArray());
    to.writeLong(THEN.toEpochMilli());
    to.writeShort(2);
    to.writeShort(0x0102);
    to.writeShort(0x0403);
    to.writeShort(signature.length);
    to.write(signature);
    return list.toByteArray();
  }

  private static Bytes id(KeyPair keys) {
    return Digest.of(Bytes.of(keys.getPublic().getEncoded())).value();
  }

  /// A bundle over a payload, logged in one of the second version's two kinds.
  Bytes bundle(Bytes payload, String kind, Instant stamped) {
    Bundle bare = new Bundle(material(), List.of(), List.of(), payload, Bytes.EMPTY);
    Bytes signature = sign("SHA256withECDSA", signer, bare.signed());
    Bytes body =
        (kind.equals("dsse") ? envelope(payload, signature) : digest(bare.signed(), signature))
            .canonicalBytes();
    return new Bundle(
            material(),
            List.of(entry(kind, body)),
            List.of(times.stamp(signature, stamped)),
            payload,
            signature)
        .json()
        .canonicalBytes();
  }

  private Bundle.Material material() {
    return new Bundle.Material.Certificate(Certificates.der(leaf));
  }

  private Json.Obj envelope(Bytes payload, Bytes signature) {
    return body(
        "dsse",
        "dsseV002",
        Json.object()
            .put("payloadHash", hash(payload))
            .put("signatures", Json.array(List.of(signed(signature))))
            .build());
  }

  private Json.Obj digest(Bytes message, Bytes signature) {
    return body(
        "hashedrekord",
        "hashedRekordV002",
        Json.object().put("data", hash(message)).put("signature", signed(signature)).build());
  }

  private static Json.Obj body(String kind, String member, Json.Obj content) {
    return Json.object()
        .put("apiVersion", "0.0.2")
        .put("kind", kind)
        .put("spec", Json.object().put(member, content).build())
        .build();
  }

  private static Json.Obj hash(Bytes content) {
    return Json.object()
        .put("algorithm", "SHA2_256")
        .put("digest", Base64Text.render(Digest.of(content).value()))
        .build();
  }

  private Json.Obj signed(Bytes signature) {
    return Json.object()
        .put("content", Base64Text.render(signature))
        .put(
            "verifier",
            Json.object()
                .put("keyDetails", "PKIX_ECDSA_P256_SHA_256")
                .put("x509Certificate", raw(leaf))
                .build())
        .build();
  }

  private static Json.Obj raw(X509Certificate certificate) {
    return Json.object().put("rawBytes", Base64Text.render(Certificates.der(certificate))).build();
  }

  /// The second of two entries, so that the proof has a step.
  private Json.Obj entry(String kind, Bytes body) {
    Bytes other = Digest.of(Bytes.utf8("\0first")).value();
    Bytes own = Digest.of(Bytes.concat(Bytes.of(new byte[] {0}), body)).value();
    String head =
        Base64Text.render(Digest.of(Bytes.concat(Bytes.of(new byte[] {1}), other, own)).value());
    String text = ORIGIN + "\n2\n" + head + "\n";
    Bytes line = Bytes.concat(id(log).slice(0, 4), sign("Ed25519", log, Bytes.utf8(text)));
    String note = text + "\n— " + ORIGIN + " " + Base64Text.render(line) + "\n";
    return Json.object()
        .put("logIndex", "1")
        .put("logId", Json.object().put("keyId", Base64Text.render(id(log))).build())
        .put("kindVersion", Json.object().put("kind", kind).put("version", "0.0.2").build())
        .put(
            "inclusionProof",
            Json.object()
                .put("logIndex", "1")
                .put("treeSize", "2")
                .put("rootHash", head)
                .put("hashes", Json.texts(List.of(Base64Text.render(other))))
                .put("checkpoint", Json.object().put("envelope", note).build())
                .build())
        .put("canonicalizedBody", Base64Text.render(body))
        .build();
  }

  TrustedRoot trusted(Instant timesEnd) {
    return TrustedRoot.parse(
        Json.object()
            .put("tlogs", Json.array(List.of(key(log, "PKIX_ED25519"))))
            .put("ctlogs", Json.array(List.of(key(certificateLog, "PKIX_ECDSA_P256_SHA_256"))))
            .put(
                "certificateAuthorities",
                Json.array(List.of(authority(root.certificate(), Bench.NOW))))
            .put(
                "timestampAuthorities",
                Json.array(List.of(authority(times.root().certificate(), timesEnd))))
            .build()
            .canonicalBytes());
  }

  private static Json.Obj key(KeyPair keys, String details) {
    return Json.object()
        .put("logId", Json.object().put("keyId", Base64Text.render(id(keys))).build())
        .put(
            "publicKey",
            Json.object()
                .put("rawBytes", Base64Text.render(Bytes.of(keys.getPublic().getEncoded())))
                .put("keyDetails", details)
                .put("validFor", Json.object().put("start", "2025-01-01T00:00:00Z").build())
                .build())
        .build();
  }

  private static Json.Obj authority(X509Certificate certificate, Instant end) {
    return Json.object()
        .put(
            "certChain",
            Json.object().put("certificates", Json.array(List.of(raw(certificate)))).build())
        .put(
            "validFor",
            Json.object().put("start", "2025-01-01T00:00:00Z").put("end", end.toString()).build())
        .build();
  }
}
