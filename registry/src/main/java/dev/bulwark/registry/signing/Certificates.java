package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// X.509 certificates: reading them, and whether a path leads to a root at a time (RFC 5280 §6, by
/// the JDK). Revocation is not looked up: that needs a network.
public final class Certificates {
  private static final int MAX_CHAIN = 6;
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  private Certificates() {}

  /// Every certificate of a PEM text, in order.
  ///
  /// @throws SigningFault `certificate-unusable`
  public static List<X509Certificate> parsePem(Bytes file) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Pem block : Pem.parse(file.utf8()).orElse(List.of())) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(parse(block.content()).orElseThrow(() -> unusable("a damaged one")));
      }
    }
    if (certificates.isEmpty()) {
      throw unusable("none");
    }
    return certificates;
  }

  private static SigningFault unusable(String found) {
    return new SigningFault(
        SigningFault.CERTIFICATE_UNUSABLE,
        "expected certificates in PEM (BEGIN CERTIFICATE), found " + found);
  }

  /// One certificate in DER, with nothing behind it.
  static Optional<X509Certificate> parse(Bytes der) {
    try {
      var certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der.toArray()));
      return certificate instanceof X509Certificate x509 && Bytes.of(x509.getEncoded()).equals(der)
          ? Optional.of(x509)
          : Optional.empty();
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  static Bytes der(X509Certificate certificate) {
    try {
      return Bytes.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a parsed certificate has an encoding", e);
    }
  }

  /// Refuses a path that does not lead from the first certificate to one of the roots, all of them
  /// valid at the time, the root too, which RFC 5280 leaves to the caller.
  static void requirePath(List<X509Certificate> chain, List<X509Certificate> roots, Instant time) {
    for (X509Certificate certificate : chain) {
      requireValid(certificate, time);
    }
    List<X509Certificate> path = withoutRoot(chain, roots);
    Set<TrustAnchor> anchors =
        roots.stream()
            .filter(root -> isValid(root, time))
            .map(root -> new TrustAnchor(root, null))
            .collect(Collectors.toSet());
    try {
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(time));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    } catch (CertPathValidatorException e) {
      throw untrusted(String.valueOf(e.getReason()));
    } catch (InvalidAlgorithmParameterException e) {
      throw untrusted("no root that is valid at " + time);
    } catch (GeneralSecurityException e) {
      throw untrusted("one that cannot be read");
    }
  }

  private static Refusal untrusted(String found) {
    return new Refusal(
        Reason.CERTIFICATE_UNTRUSTED,
        "expected a chain of certificates to a trusted root, found another (%s)".formatted(found));
  }

  /// The certificate, its issuer by name, and so on, from a heap of candidates.
  static List<X509Certificate> chain(X509Certificate first, List<X509Certificate> candidates) {
    List<X509Certificate> chain = new ArrayList<>(List.of(first));
    while (chain.size() < MAX_CHAIN) {
      X509Certificate last = chain.getLast();
      Optional<X509Certificate> issuer =
          candidates.stream()
              .filter(it -> it.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
              .filter(it -> !chain.contains(it))
              .findFirst();
      if (issuer.isEmpty()) {
        break;
      }
      chain.add(issuer.get());
    }
    return chain;
  }

  private static List<X509Certificate> withoutRoot(
      List<X509Certificate> chain, List<X509Certificate> roots) {
    for (int i = 1; i < chain.size(); i++) {
      if (roots.contains(chain.get(i))) {
        return chain.subList(0, i);
      }
    }
    return chain;
  }

  private static void requireValid(X509Certificate certificate, Instant time) {
    if (!isValid(certificate, time)) {
      throw new Refusal(
          Reason.CERTIFICATE_UNTRUSTED,
          "expected certificates valid at %s, found one valid from %s to %s"
              .formatted(
                  time,
                  certificate.getNotBefore().toInstant(),
                  certificate.getNotAfter().toInstant()),
          List.of(certificate.getSubjectX500Principal().getName()));
    }
  }

  static boolean isValid(X509Certificate certificate, Instant time) {
    return !time.isBefore(certificate.getNotBefore().toInstant())
        && !time.isAfter(certificate.getNotAfter().toInstant());
  }

  /// Refuses a signer's certificate that is not for signing code, or whose key is of another kind.
  static PublicKeyEc requireSigner(X509Certificate leaf) {
    boolean[] usage = leaf.getKeyUsage();
    if ((usage != null && !usage[0]) || !extendedUsage(leaf).contains(CODE_SIGNING)) {
      throw new Refusal(
          Reason.CERTIFICATE_NOT_FOR_SIGNING,
          "expected a certificate for digital signatures (keyUsage) over code (extendedKeyUsage codeSigning), found another",
          List.of(leaf.getSubjectX500Principal().getName()));
    }
    return PublicKeyEc.of(leaf.getPublicKey())
        .orElseThrow(
            () ->
                new Refusal(
                    Reason.CERTIFICATE_NOT_FOR_SIGNING,
                    "expected a certificate of a key on P-256, P-384 or P-521, found another kind of key"));
  }

  static List<String> extendedUsage(X509Certificate certificate) {
    try {
      List<String> usage = certificate.getExtendedKeyUsage();
      return usage == null ? List.of() : usage;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
