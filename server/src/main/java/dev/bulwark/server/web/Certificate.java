package dev.bulwark.server.web;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.server.ServerFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The server's own certificate: made on first start, for a year, signed by itself. People compare
/// its fingerprint once; an organisation puts its own key store in its place.
///
/// @param file a PKCS #12 key store, for its owner only
/// @param password of the store; it protects nothing that the file's mode does not
public record Certificate(Path file, String password, X509Certificate leaf) {
  private static final String ALIAS = "server";
  private static final String PASSWORD = "bulwark";
  private static final Duration LIFE = Duration.ofDays(365);

  /// @throws ServerFault `server-unavailable`
  public static Certificate ensure(Path file, String host, Instant now, SecureRandom random) {
    try {
      if (!Files.exists(file)) {
        make(file, host, now, random);
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD.toCharArray());
      }
      if (!(store.getCertificate(ALIAS) instanceof X509Certificate leaf)) {
        throw broken("an entry named " + ALIAS + " in " + file, null);
      }
      leaf.checkValidity(Date.from(now));
      if (!names(leaf).contains(host)) {
        throw broken("a certificate for " + host + " in " + file, null);
      }
      return new Certificate(file, PASSWORD, leaf);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw broken("a key store at " + file + " that can be made or read", e);
    }
  }

  /// A client's trust in this certificate and no other.
  public SSLContext trust() {
    try {
      KeyStore own = KeyStore.getInstance(KeyStore.getDefaultType());
      own.load(null, null);
      own.setCertificateEntry(ALIAS, leaf);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(own);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has TLS and key stores", e);
    }
  }

  private static Set<String> names(X509Certificate leaf) throws CertificateParsingException {
    Collection<List<?>> names = leaf.getSubjectAlternativeNames();
    return names == null
        ? Set.of()
        : names.stream()
            .map(name -> String.valueOf(name.get(1)))
            .collect(Collectors.toUnmodifiableSet());
  }

  private static ServerFault broken(
      String expected, @org.jspecify.annotations.Nullable Exception cause) {
    return new ServerFault(
        ServerFault.UNAVAILABLE,
        "expected "
            + expected
            + ", found none that is valid now; move the file away, and the next start makes one",
        cause);
  }

  private static void make(Path file, String host, Instant now, SecureRandom random)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    KeyPair pair = generator.generateKeyPair();
    X500Name name = new X500Name("CN=" + host);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(127, random).add(BigInteger.ONE),
            Date.from(now.minus(Duration.ofMinutes(5))),
            Date.from(now.plus(LIFE)),
            name,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(Extension.subjectAlternativeName, false, names(host));
    X509Certificate leaf =
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        ALIAS, pair.getPrivate(), PASSWORD.toCharArray(), new X509Certificate[] {leaf});
    Files.createDirectories(file.getParent());
    Path temporary = file.resolveSibling(file.getFileName() + "~");
    Files.deleteIfExists(temporary);
    Files.createFile(
        temporary,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.WRITE)) {
      store.store(out, PASSWORD.toCharArray());
    }
    Files.move(temporary, file);
  }

  private static GeneralNames names(String host) {
    GeneralName named =
        host.matches("[0-9.]+|.*:.*")
            ? new GeneralName(GeneralName.iPAddress, host)
            : new GeneralName(GeneralName.dNSName, host);
    return new GeneralNames(
        new GeneralName[] {
          named,
          new GeneralName(GeneralName.dNSName, "localhost"),
          new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        });
  }

  /// SHA-256 over the certificate, as browsers show it: pairs with colons.
  public String fingerprint() {
    try {
      String hex = Digest.of(Bytes.of(leaf.getEncoded())).hex().toUpperCase(Locale.ROOT);
      return hex.replaceAll("(..)(?!$)", "$1:");
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    }
  }
}
