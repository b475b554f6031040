package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/// The promise inside a certificate that it stands in a certificate log (RFC 6962 §3.2, §3.3).
final class CertificateTimestamps {
  private static final String LIST = "1.3.6.1.4.1.11129.2.4.2";
  private static final int LOG_ID = 32;
  private static final int SHA256 = 4;

  private final X509Certificate certificate;
  private final X509Certificate issuer;
  private final TrustedRoot root;

  CertificateTimestamps(X509Certificate certificate, X509Certificate issuer, TrustedRoot root) {
    this.certificate = certificate;
    this.issuer = issuer;
    this.root = root;
  }

  /// Whether at least one timestamp in the certificate is by a log of the root and holds.
  boolean hold() {
    byte[] extension = certificate.getExtensionValue(LIST);
    if (extension == null) {
      return false;
    }
    try {
      byte[] inner = ASN1OctetString.getInstance(extension).getOctets();
      ByteBuffer list = ByteBuffer.wrap(ASN1OctetString.getInstance(inner).getOctets());
      if (Short.toUnsignedInt(list.getShort()) != list.remaining()) {
        return false;
      }
      boolean holds = false;
      while (list.hasRemaining()) {
        holds |= holds(ByteBuffer.wrap(bytes(list, Short.toUnsignedInt(list.getShort()))));
      }
      return holds;
    } catch (BufferUnderflowException | IllegalArgumentException | IOException e) {
      return false;
    }
  }

  private boolean holds(ByteBuffer timestamp) throws IOException {
    int version = timestamp.get();
    Bytes log = Bytes.of(bytes(timestamp, LOG_ID));
    long time = timestamp.getLong();
    byte[] extensions = bytes(timestamp, Short.toUnsignedInt(timestamp.getShort()));
    int hash = timestamp.get();
    timestamp.get();
    Bytes signature = Bytes.of(bytes(timestamp, Short.toUnsignedInt(timestamp.getShort())));
    Bytes signed = signed(time, extensions);
    return version == 0
        && hash == SHA256
        && !timestamp.hasRemaining()
        && root.certificateLog(log)
            .filter(key -> key.window().holds(Instant.ofEpochMilli(time)))
            .filter(key -> key.verify(signed, signature))
            .isPresent();
  }

  private static byte[] bytes(ByteBuffer from, int count) {
    if (count > from.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[count];
    from.get(bytes);
    return bytes;
  }

  private Bytes signed(long time, byte[] extensions) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    byte[] tbs = withoutTimestamps();
    out.writeShort(0);
    out.writeLong(time);
    out.writeShort(1);
    out.write(Digest.of(Bytes.of(issuer.getPublicKey().getEncoded())).value().toArray());
    out.writeByte(tbs.length >> 16);
    out.writeShort(tbs.length);
    out.write(tbs);
    out.writeShort(extensions.length);
    out.write(extensions);
    return Bytes.of(bytes.toByteArray());
  }

  /// What the log saw: the certificate's content before the timestamps were put in.
  private byte[] withoutTimestamps() throws IOException {
    TBSCertificate tbs =
        Certificate.getInstance(Certificates.der(certificate).toArray()).getTBSCertificate();
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    for (ASN1ObjectIdentifier id : tbs.getExtensions().getExtensionOIDs()) {
      if (!id.getId().equals(LIST)) {
        extensions.addExtension(tbs.getExtensions().getExtension(id));
      }
    }
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(tbs.getSerialNumber());
    generator.setSignature(tbs.getSignature());
    generator.setIssuer(tbs.getIssuer());
    generator.setStartDate(tbs.getStartDate());
    generator.setEndDate(tbs.getEndDate());
    generator.setSubject(tbs.getSubject());
    generator.setSubjectPublicKeyInfo(tbs.getSubjectPublicKeyInfo());
    generator.setExtensions(extensions.generate());
    return generator.generateTBSCertificate().getEncoded("DER");
  }
}
