package dev.bulwark.registry.signing;

import java.security.cert.X509Certificate;
import java.util.List;

/// Whose signature the caller accepts.
public sealed interface Trust {

  /// One key.
  ///
  /// @param timeRoots roots of time-stamping authorities; empty when the bundle's times are not
  ///   looked at
  record Key(PublicKeyEc key, List<X509Certificate> timeRoots) implements Trust {
    public Key {
      timeRoots = List.copyOf(timeRoots);
    }
  }

  /// Whoever holds a certificate for code signing under one of these roots.
  ///
  /// @param timeRoots roots of time-stamping authorities; with them a signature outlives its
  ///   certificates, without them they are judged at the current time
  record Roots(List<X509Certificate> roots, List<X509Certificate> timeRoots) implements Trust {
    public Roots {
      roots = List.copyOf(roots);
      timeRoots = List.copyOf(timeRoots);
    }
  }

  /// One identity, through Sigstore.
  ///
  /// @param identity an e-mail address or URI, as the certificate has it
  /// @param issuer who vouched for the identity, a URI
  record Sigstore(TrustedRoot root, String identity, String issuer) implements Trust {}
}
