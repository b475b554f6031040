package dev.bulwark.cli.command;

import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.project.remote.Trust;
import dev.bulwark.project.workspace.VkeyFile;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.store.HttpTileReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a ledger elsewhere is reached and what is believed of it.
final class ElsewhereOptions {
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
        token == null
            ? ""
            : "Bearer " + text(token, "a token").lines().findFirst().orElse("").strip();
    return new Ledger(new HttpTileReader(client(), URI.create(base), authorization), verifier());
  }

  private LedgerVerifier verifier() {
    if (ledgerKey == null) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected the public keys of the ledger, found none; give them with --ledger-key, and not from the address that is audited");
    }
    return VkeyFile.read(ledgerKey).ledger();
  }

  private HttpClient client() {
    Trust trust =
        authority == null
            ? new Trust.Machine()
            : new Trust.Authority(text(authority, "certificates"));
    try {
      return trust.client(PATIENCE);
    } catch (GeneralSecurityException | IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected a certificate in PEM at "
              + authority
              + ", found nothing that can be read as one",
          e);
    }
  }

  private static String text(Path file, String what) {
    return TreeFiles.read(file, TreeFiles.MAX_KEY, what).utf8();
  }
}
