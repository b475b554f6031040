package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.signing.Bundle.Material;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides whether a bundle was signed by somebody the caller trusts. Says nothing about what was
/// signed.
final class Authenticator {
  private final Bundle bundle;
  private final Instant now;

  private Authenticator(Bundle bundle, Instant now) {
    this.bundle = bundle;
    this.now = now;
  }

  /// @throws Refusal when it was not
  static Held verify(Bundle bundle, Trust trust, Instant now) {
    Authenticator authenticator = new Authenticator(bundle, now);
    return switch (trust) {
      case Trust.Key key -> authenticator.byKey(key);
      case Trust.Roots roots -> authenticator.byRoots(roots);
      case Trust.Sigstore sigstore -> SigstoreCheck.verify(bundle, sigstore, now);
    };
  }

  private Held byKey(Trust.Key trust) {
    requireNoLogEntries();
    switch (bundle.material()) {
      case Material.Hint(String hint) -> requireKey(trust.key().hint().equals(hint));
      case Material.RawKey raw -> requireKey(isKey(raw, trust.key()));
      case Material.Chain _, Material.Certificate _ ->
          throw differs("a key", "certificates; give --roots or --trusted-root");
    }
    requireSignature(trust.key());
    return held(trust.key().toString(), trust.timeRoots());
  }

  private static boolean isKey(Material.RawKey raw, PublicKeyEc key) {
    return raw.bytes().equals(Bytes.utf8(key.pem()))
        && raw.details().equals(key.curve().sigstoreName());
  }

  private static void requireKey(boolean isTrusted) {
    if (!isTrusted) {
      throw new Refusal(
          Reason.KEY_DIFFERS,
          "expected a signature by the given key, found one that names another");
    }
  }

  private Held byRoots(Trust.Roots trust) {
    requireNoLogEntries();
    if (!(bundle.material() instanceof Material.Chain(List<Bytes> encoded))) {
      throw differs("a chain of certificates", "another; give --key or --trusted-root");
    }
    List<X509Certificate> chain = new ArrayList<>();
    for (Bytes der : encoded) {
      chain.add(
          Certificates.parse(der)
              .orElseThrow(
                  () ->
                      new Refusal(
                          Reason.BUNDLE_MALFORMED,
                          "expected certificates in DER in the bundle, found something else")));
    }
    requireSignature(Certificates.requireSigner(chain.getFirst()));
    Held held = held(chain.getFirst().getSubjectX500Principal().getName(), trust.timeRoots());
    Certificates.requirePath(chain, trust.roots(), held.judgedAt());
    return held;
  }

  private static Refusal differs(String expected, String found) {
    return new Refusal(
        Reason.METHOD_DIFFERS,
        "expected a bundle signed with %s, as asked, found one with %s".formatted(expected, found));
  }

  private void requireNoLogEntries() {
    if (!bundle.logEntries().isEmpty()) {
      throw new Refusal(
          Reason.METHOD_DIFFERS,
          "expected a bundle without transparency log entries, which nobody could check here, found some; give --trusted-root");
    }
  }

  private void requireSignature(PublicKeyEc key) {
    if (!key.verify(bundle.signed(), bundle.signature())) {
      throw StatementReader.isOld(bundle.payload())
          ? StatementReader.oldPredicate()
          : new Refusal(
              Reason.SIGNATURE_WRONG,
              "expected a signature by %s over this statement, found another; the bundle was changed or signed by somebody else"
                  .formatted(key));
    }
  }

  private Held held(String signer, List<X509Certificate> timeRoots) {
    Optional<Instant> stamped =
        timeRoots.isEmpty()
            ? Optional.empty()
            : new Timestamps(timeRoots, timeRoots)
                .earliest(bundle.timestamps(), bundle.signature(), now);
    return stamped
        .map(time -> new Held(signer, time, "an RFC 3161 time stamp"))
        .orElseGet(() -> new Held(signer, now, "the clock of this verification"));
  }
}
