package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.signing.MadeCertificates.Wish;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/// A time-stamping authority for tests (RFC 3161), by Bouncy Castle's own generator.
final class MadeAuthority {
  private final MadeCertificates root = MadeCertificates.root(Wish.authority("CN=time root"));
  private final MadeCertificates signer =
      root.issue(
          Wish.signer("CN=time")
              .used(KeyUsage.digitalSignature, Optional.of(KeyPurposeId.id_kp_timeStamping)));

  MadeCertificates root() {
    return root;
  }

  Bytes stamp(Bytes signature, Instant time) {
    try {
      TimeStampRequestGenerator requests = new TimeStampRequestGenerator();
      requests.setCertReq(true);
      TimeStampRequest request =
          requests.generate(TSPAlgorithms.SHA256, Digest.of(signature).value().toArray());
      TimeStampTokenGenerator tokens =
          new TimeStampTokenGenerator(
              new JcaSimpleSignerInfoGeneratorBuilder()
                  .build("SHA384withECDSA", signer.keys().getPrivate(), signer.certificate()),
              new JcaDigestCalculatorProviderBuilder()
                  .build()
                  .get(
                      new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                          org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_sha256)),
              new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.2"));
      tokens.addCertificates(new JcaCertStore(List.of(signer.certificate())));
      return Bytes.of(
          new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
              .generate(request, BigInteger.ONE, Date.from(time))
              .getEncoded());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
