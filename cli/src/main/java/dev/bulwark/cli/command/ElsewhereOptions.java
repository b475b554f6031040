package dev.bulwark.cli.command;

import dev.bulwark.cli.workspace.VkeyFile;
import dev.bulwark.cli.workspace.WorkspaceFault;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.store.HttpTileReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a ledger elsewhere is reached and what is believed of it.
final class ElsewhereOptions {
  private static final long MAX_BYTES = 1 << 16;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Option(
      names = "--ledger-key",
      paramLabel = "FILE",
      description = "Its public keys, one vkey a line, from somewhere you trust.")
  private @Nullable Path ledgerKey;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A token that may read the system, in the file's first line.")
  private @Nullable Path token;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "The certificate to trust instead of the machine's (PEM).")
  private @Nullable Path authority;

  /// @param verifier of its checkpoints
  record Ledger(HttpTileReader tiles, LedgerVerifier verifier) {}

  Ledger ledger(URI address) {
    String base = address.toString().replaceAll("/+$", "");
    String authorization =
        token == null ? "" : "Bearer " + text(token).lines().findFirst().orElse("").strip();
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .sslContext(trust())
            .build();
    return new Ledger(new HttpTileReader(client, URI.create(base), authorization), verifier());
  }

  private LedgerVerifier verifier() {
    if (ledgerKey == null) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected the public keys of the ledger, found none; give them with --ledger-key, and not from the address that is audited");
    }
    return VkeyFile.read(ledgerKey).ledger();
  }

  private static String text(Path file) {
    try {
      if (java.nio.file.Files.size(file) > MAX_BYTES) {
        throw new WorkspaceFault(
            WorkspaceFault.INVALID, "expected at most 64 KiB in " + file + ", found more");
      }
      return java.nio.file.Files.readString(file);
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID, "expected a readable file at " + file + ", found none", e);
    }
  }

  private SSLContext trust() {
    try {
      if (authority == null) {
        return SSLContext.getDefault();
      }
      KeyStore own = KeyStore.getInstance(KeyStore.getDefaultType());
      own.load(null, null);
      int number = 0;
      try (InputStream in = java.nio.file.Files.newInputStream(authority)) {
        for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          own.setCertificateEntry("authority" + number, each);
          number++;
        }
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(own);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected a certificate in PEM at "
              + authority
              + ", found nothing that can be read as one",
          e);
    }
  }
}
