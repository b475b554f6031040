package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;

/// RFC 3161 time stamps over a signature: proof that it existed at a time, by an authority under
/// given roots.
final class Timestamps {
  private static final Map<String, String> DIGESTS =
      Map.of(
          "2.16.840.1.101.3.4.2.1", "SHA-256",
          "2.16.840.1.101.3.4.2.2", "SHA-384",
          "2.16.840.1.101.3.4.2.3", "SHA-512");

  private final List<X509Certificate> roots;
  private final List<X509Certificate> known;

  /// @param known certificates of authorities, for responses that carry none
  Timestamps(List<X509Certificate> roots, List<X509Certificate> known) {
    this.roots = List.copyOf(roots);
    this.known = List.copyOf(known);
  }

  /// The earliest time the responses prove; every one of them must hold.
  ///
  /// @return empty when there is no response
  /// @throws Refusal `timestamp-wrong`
  Optional<Instant> earliest(List<Bytes> responses, Bytes signature, Instant now) {
    Optional<Instant> earliest = Optional.empty();
    for (Bytes response : responses) {
      Instant time = verify(response, signature);
      if (time.isAfter(now)) {
        throw wrong("a time that is still to come, " + time);
      }
      earliest = Optional.of(earliest.filter(other -> other.isBefore(time)).orElse(time));
    }
    return earliest;
  }

  private static Refusal wrong(String found) {
    return new Refusal(
        Reason.TIMESTAMP_WRONG,
        "expected an RFC 3161 time stamp over the signature by a trusted authority, found "
            + found);
  }

  private Instant verify(Bytes response, Bytes signature) {
    try {
      TimeStampToken token = new TimeStampResponse(response.toArray()).getTimeStampToken();
      if (token == null) {
        throw wrong("a response without one");
      }
      requireImprint(token, signature);
      Instant time = token.getTimeStampInfo().getGenTime().toInstant();
      List<X509Certificate> embedded = certificates(token);
      X509Certificate signer =
          signer(token, embedded).orElseThrow(() -> wrong("none of its certificates"));
      token.validate(
          new JcaSimpleSignerInfoVerifierBuilder()
              .build(new X509CertificateHolder(Certificates.der(signer).toArray())));
      Certificates.requirePath(Certificates.chain(signer, embedded), roots, time);
      return time;
    } catch (TSPException | IOException | OperatorCreationException | RuntimeException e) {
      if (e instanceof Refusal refusal) {
        throw refusal.refused().reason() == Reason.TIMESTAMP_WRONG
            ? refusal
            : wrong("certificates of another: " + refusal.refused().message());
      }
      // Bouncy Castle throws many kinds of unchecked exceptions on damaged ASN.1.
      throw wrong("a damaged one");
    } catch (java.security.cert.CertificateException e) {
      throw wrong("a damaged certificate");
    }
  }

  private static void requireImprint(TimeStampToken token, Bytes signature) {
    String name = DIGESTS.get(token.getTimeStampInfo().getMessageImprintAlgOID().getId());
    if (name == null) {
      throw wrong("one over another kind of digest");
    }
    try {
      Bytes expected = Bytes.of(MessageDigest.getInstance(name).digest(signature.toArray()));
      if (!expected.equals(Bytes.of(token.getTimeStampInfo().getMessageImprintDigest()))) {
        throw wrong("one over something else");
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the Java platform must provide " + name, e);
    }
  }

  private List<X509Certificate> certificates(TimeStampToken token) throws IOException {
    List<X509Certificate> all = new ArrayList<>(known);
    Store<X509CertificateHolder> store = token.getCertificates();
    for (X509CertificateHolder holder : store.getMatches(null)) {
      Certificates.parse(Bytes.of(holder.getEncoded())).ifPresent(all::add);
    }
    return all;
  }

  private static Optional<X509Certificate> signer(
      TimeStampToken token, List<X509Certificate> candidates) {
    return candidates.stream()
        .filter(
            candidate ->
                candidate.getSerialNumber().equals(token.getSID().getSerialNumber())
                    && token.getSID().getIssuer() != null
                    && Bytes.of(candidate.getIssuerX500Principal().getEncoded())
                        .equals(encoded(token)))
        .findFirst();
  }

  private static Bytes encoded(TimeStampToken token) {
    try {
      return Bytes.of(token.getSID().getIssuer().getEncoded());
    } catch (IOException e) {
      return Bytes.EMPTY;
    }
  }
}
