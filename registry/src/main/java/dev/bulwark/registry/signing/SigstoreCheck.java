package dev.bulwark.registry.signing;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.signing.Bundle.Material;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import dev.bulwark.registry.signing.TrustedRoot.Authority;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1UTF8String;

/// A bundle signed by an identity through Sigstore: a short-lived certificate, a log that saw the
/// signature, and a time that somebody else vouches for. All of it from the bundle and the given
/// root; nothing is fetched.
final class SigstoreCheck {
  private static final String ISSUER_V2 = "1.3.6.1.4.1.57264.1.8";
  private static final String ISSUER_V1 = "1.3.6.1.4.1.57264.1.1";
  private static final int EMAIL = 1;
  private static final int URI = 6;

  private final Bundle bundle;
  private final Trust.Sigstore trust;
  private final Instant now;
  private final X509Certificate leaf;

  private SigstoreCheck(Bundle bundle, Trust.Sigstore trust, Instant now) {
    this.bundle = bundle;
    this.trust = trust;
    this.now = now;
    this.leaf = leaf(bundle.material());
  }

  /// @throws Refusal when it was not signed by the identity
  static Held verify(Bundle bundle, Trust.Sigstore trust, Instant now) {
    return new SigstoreCheck(bundle, trust, now).held();
  }

  private static X509Certificate leaf(Material material) {
    Bytes der =
        switch (material) {
          case Material.Certificate(Bytes certificate) -> certificate;
          case Material.Chain(List<Bytes> certificates) -> certificates.getFirst();
          case Material.Hint _, Material.RawKey _ ->
              throw new Refusal(
                  Reason.METHOD_DIFFERS,
                  "expected a bundle signed through Sigstore, as asked, found one with a key; give --key");
        };
    return Certificates.parse(der)
        .orElseThrow(
            () ->
                new Refusal(
                    Reason.BUNDLE_MALFORMED,
                    "expected a certificate in DER in the bundle, found something else"));
  }

  private Held held() {
    requireNoStrangers();
    PublicKeyEc key = Certificates.requireSigner(leaf);
    if (!key.verify(bundle.signed(), bundle.signature())) {
      throw new Refusal(
          Reason.SIGNATURE_WRONG,
          "expected a signature by the certificate's key over this statement, found another");
    }
    requireIdentity();
    List<Instant> times = times();
    for (Instant time : times) {
      requireIssued(time);
    }
    Instant earliest = times.stream().min(Instant::compareTo).orElseThrow();
    return new Held(
        "%s (%s)".formatted(trust.identity(), trust.issuer()),
        earliest,
        "the log's promise or a time stamp in the bundle");
  }

  /// Older bundles carry a chain: what stands behind the signer must be the root's own, and the
  /// path is built from the root alone.
  private void requireNoStrangers() {
    if (!(bundle.material() instanceof Material.Chain(List<Bytes> chain))) {
      return;
    }
    List<Bytes> known =
        trust.root().authorities().stream()
            .flatMap(authority -> authority.certificates().stream())
            .map(Certificates::der)
            .toList();
    if (!known.containsAll(chain.subList(1, chain.size()))) {
      throw new Refusal(
          Reason.CERTIFICATE_UNTRUSTED,
          "expected certificates of the trusted root behind the signer's, found others");
    }
  }

  /// Every time somebody of the root vouches for; at least one.
  private List<Instant> times() {
    if (bundle.logEntries().isEmpty()) {
      throw LogEntry.wrong("none");
    }
    List<Instant> times = new ArrayList<>(stamped());
    for (Json.Obj entry : bundle.logEntries()) {
      LogEntry.verify(entry, trust.root(), bundle, Certificates.der(leaf)).ifPresent(times::add);
    }
    if (times.isEmpty()) {
      throw new Refusal(
          Reason.TIMESTAMP_WRONG,
          "expected a time that the log or an authority of the trusted root vouches for, found none");
    }
    for (Instant time : times) {
      requireLogsInUse(time);
    }
    return times;
  }

  private void requireLogsInUse(Instant time) {
    if (time.isAfter(now)) {
      throw new Refusal(Reason.TIMESTAMP_WRONG, "expected a time that has passed, found " + time);
    }
    try {
      for (Json.Obj entry : bundle.logEntries()) {
        if (!LogEntry.isInUse(entry, trust.root(), time)) {
          throw LogEntry.wrong("one of a log whose key was not in use at " + time);
        }
      }
    } catch (EvidenceFault e) {
      throw LogEntry.wrong("another form");
    }
  }

  /// Time stamps count when the root names authorities; then every one of them must hold.
  private List<Instant> stamped() {
    List<Instant> times = new ArrayList<>();
    if (trust.root().timeAuthorities().isEmpty()) {
      return times;
    }
    for (Bytes response : bundle.timestamps()) {
      times.add(stamped(response));
    }
    return times;
  }

  /// By one authority, in its own window: another's window does not help.
  private Instant stamped(Bytes response) {
    Optional<Refusal> last = Optional.empty();
    for (Authority authority : trust.root().timeAuthorities()) {
      try {
        Instant time =
            new Timestamps(authority.roots(), authority.certificates())
                .earliest(List.of(response), bundle.signature(), now)
                .orElseThrow();
        if (authority.window().holds(time)) {
          return time;
        }
      } catch (Refusal refusal) {
        last = Optional.of(refusal);
      }
    }
    throw last.orElseGet(
        () ->
            new Refusal(
                Reason.TIMESTAMP_WRONG,
                "expected a time stamp in its authority's time, found one outside it"));
  }

  /// By an authority of the root, valid at the time, and promised to a certificate log.
  private void requireIssued(Instant time) {
    Optional<Refusal> last = Optional.empty();
    for (Authority authority : trust.root().authorities()) {
      if (!authority.window().holds(time)) {
        continue;
      }
      try {
        List<X509Certificate> chain = Certificates.chain(leaf, authority.certificates());
        Certificates.requirePath(chain, authority.roots(), time);
        requireLogged(chain.size() > 1 ? chain.get(1) : leaf);
        return;
      } catch (Refusal refusal) {
        last = Optional.of(refusal);
      }
    }
    throw last.orElseGet(
        () ->
            new Refusal(
                Reason.CERTIFICATE_UNTRUSTED,
                "expected a certificate by an authority that the trusted root names at " + time));
  }

  private void requireLogged(X509Certificate issuer) {
    if (!new CertificateTimestamps(leaf, issuer, trust.root()).hold()) {
      throw new Refusal(
          Reason.CERTIFICATE_UNTRUSTED,
          "expected a certificate with the promise of a trusted certificate log (SCT), found none that holds");
    }
  }

  private void requireIdentity() {
    if (!names().contains(trust.identity())) {
      throw new Refusal(
          Reason.IDENTITY_DIFFERS,
          "expected the identity %s, found another".formatted(trust.identity()),
          names());
    }
    Optional<String> issuer = issuer();
    if (issuer.filter(trust.issuer()::equals).isEmpty()) {
      throw new Refusal(
          Reason.IDENTITY_DIFFERS,
          "expected an identity vouched for by %s, found another".formatted(trust.issuer()),
          issuer.map(List::of).orElse(List.of()));
    }
  }

  /// E-mail addresses and URIs; Sigstore writes one.
  private List<String> names() {
    List<String> names = new ArrayList<>();
    try {
      var alternatives = leaf.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> name : alternatives) {
          if (name.get(1) instanceof String text
              && (Integer.valueOf(EMAIL).equals(name.get(0))
                  || Integer.valueOf(URI).equals(name.get(0)))) {
            names.add(text);
          }
        }
      }
      return names;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  private Optional<String> issuer() {
    byte[] typed = leaf.getExtensionValue(ISSUER_V2);
    byte[] raw = leaf.getExtensionValue(ISSUER_V1);
    try {
      if (typed != null) {
        byte[] inner = ASN1OctetString.getInstance(typed).getOctets();
        return Optional.of(ASN1UTF8String.getInstance(inner).getString());
      }
      return raw == null
          ? Optional.empty()
          : Optional.of(Bytes.of(ASN1OctetString.getInstance(raw).getOctets()).utf8());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
