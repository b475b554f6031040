package dev.bulwark.evidence;

import dev.bulwark.evidence.keys.KeyFile;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.evidence.tlog.TiledTree;
import dev.bulwark.evidence.vault.Vault;
import dev.bulwark.evidence.vault.VaultKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/// How a child of {@link EvidenceBench} gets the keys: from files, as a command does.
final class EvidenceBenchKeys {
  private EvidenceBenchKeys() {}

  static void save(Path folder) throws IOException {
    KeyFile.create(folder.resolve("keys/judge.key"), LogInMemory.JUDGE);
    LogInMemory.VAULT_KEY.createFile(folder.resolve("keys/vault.key"));
    Files.writeString(folder.resolve("vkeys"), LogInMemory.verifier().vkeys());
  }

  static EvidenceReader.Contents read(Path folder, StoresInMemory stores) throws IOException {
    VaultKey vaultKey = VaultKey.open(folder.resolve("keys/vault.key"));
    LedgerVerifier verifier =
        LedgerVerifier.parse(LogInMemory.ORIGIN, Files.readString(folder.resolve("vkeys")))
            .orElseThrow();
    Checkpoint.Verification checkpoint =
        Checkpoint.verify(stores.find("checkpoint").orElseThrow(), verifier);
    Vault vault = new Vault(stores, stores, vaultKey, new SecureRandom());
    return new EvidenceReader(
            vault, stores, KeyFile.read(folder.resolve("keys/judge.key")).verifyingKey())
        .read(TiledTree.open(stores, ((Checkpoint.Verification.Verified) checkpoint).checkpoint()));
  }
}
