package dev.bulwark.project.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Why a server's certificate is believed.
public sealed interface Trust {

  /// By the authorities of this machine.
  record Machine() implements Trust {}

  /// By these authorities and no others.
  ///
  /// @param pem certificates
  record Authority(String pem) implements Trust {}

  /// It is this very certificate, whoever signed it and whatever name it carries: somebody compared
  /// it with what the server printed.
  ///
  /// @param sha256 of its DER, lower-case hexadecimal without colons
  record Pinned(String sha256) implements Trust {
    private static final String FORM = "[0-9a-f]{64}";

    public Pinned {
      if (!sha256.matches(FORM)) {
        throw new IllegalArgumentException("a SHA-256 is 64 hexadecimal digits");
      }
    }

    /// @param text with or without colons, in any case
    /// @throws IllegalArgumentException for another text
    public static Pinned parse(String text) {
      return new Pinned(text.replace(":", "").strip().toLowerCase(Locale.ROOT));
    }
  }

  /// A client that believes so: TLS 1.3 alone; redirects are not followed, so that what is meant
  /// for one server goes to no other.
  ///
  /// @param connect how long it waits for a connection
  /// @throws GeneralSecurityException when the authorities cannot be read
  default HttpClient client(Duration connect) throws GeneralSecurityException, IOException {
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connect)
        .sslContext(context())
        .sslParameters(new SSLParameters(null, new String[] {"TLSv1.3"}))
        .build();
  }

  /// For those who make their own connections.
  ///
  /// @throws GeneralSecurityException when the authorities cannot be read
  default SSLContext context() throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    switch (this) {
      case Machine _ -> context.init(null, null, null);
      case Authority(String pem) -> context.init(null, authorities(pem).getTrustManagers(), null);
      case Pinned(String sha256) -> context.init(null, new TrustManager[] {new Only(sha256)}, null);
    }
    return context;
  }

  private static TrustManagerFactory authorities(String pem)
      throws GeneralSecurityException, IOException {
    KeyStore own = KeyStore.getInstance(KeyStore.getDefaultType());
    own.load(null, null);
    int number = 0;
    for (Certificate each :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
      own.setCertificateEntry("authority" + number, each);
      number++;
    }
    if (number == 0) {
      throw new CertificateException("no certificate");
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(own);
    return factory;
  }

  /// As servers and browsers print it: `AB:CD:…`.
  static String fingerprint(X509Certificate certificate) throws CertificateException {
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest(certificate));
  }

  private static byte[] digest(X509Certificate certificate) throws CertificateException {
    try {
      return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new CertificateException("it cannot be digested", e);
    }
  }

  /// Believes one certificate.
  final class Only extends ServerLook {
    private final byte[] sha256;

    Only(String sha256) {
      this.sha256 = HexFormat.of().parseHex(sha256);
    }

    @Override
    void look(X509Certificate certificate) throws CertificateException {
      if (!MessageDigest.isEqual(digest(certificate), sha256)) {
        throw new CertificateException("another certificate than the one that was compared");
      }
      certificate.checkValidity();
    }
  }
}
