package dev.bulwark.project.workspace;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.keys.KeyFile;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.evidence.tlog.Recovered;
import dev.bulwark.evidence.vault.Vault;
import dev.bulwark.evidence.vault.VaultKey;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.project.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/// A project's evidence, open for writing: at most one process at a time.
///
/// Closing it remembers verified signatures and gives the ledger free; what was recorded is durable
/// before that.
public final class Workspace implements AutoCloseable {
  private static final String JUDGE = "judge";

  private final Ledger ledger;
  private final EvidenceLog log;
  private final SigningKey judge;
  private final Home home;

  private Workspace(Home home, Ledger ledger, EvidenceLog log, SigningKey judge) {
    this.home = home;
    this.ledger = ledger;
    this.log = log;
    this.judge = judge;
  }

  /// Opens the evidence of a project, and begins it when there is none: folders, keys, the judge's
  /// enrolment.
  ///
  /// @param origin what the ledger is called when it is begun: `bulwark/<system id>`
  /// @throws WorkspaceFault `workspace-ledger-elsewhere` when these keys began one that is not
  ///   here; `workspace-key-missing`
  public static Workspace begin(Home home, String origin, Shell shell) {
    SecureRandom random = new SecureRandom();
    home.create();
    new LedgerPlace(home).begin();
    create(home, home.ledgerKey(), path -> LedgerKeyFile.create(path, origin));
    create(home, home.vaultKey(), path -> VaultKey.generate(random).createFile(path));
    create(home, home.judgeKey(), path -> KeyFile.create(path, SigningKey.generate(random)));
    return open(home, shell, random);
  }

  /// Opens the evidence of a project that has some.
  ///
  /// @throws WorkspaceFault `workspace-none`, `workspace-ledger-elsewhere`
  public static Workspace open(Home home, Shell shell) {
    WorkspaceReader.requireSome(home);
    return open(home, shell, new SecureRandom());
  }

  private static Workspace open(Home home, Shell shell, SecureRandom random) {
    LedgerPlace place = new LedgerPlace(home);
    place.require();
    LedgerKeyFile ledgerKeys = LedgerKeyFile.read(home.ledgerKey());
    SigningKey judge = KeyFile.read(home.judgeKey()).open();
    CasStore cells = home.stores().cells();
    Vault vault = new Vault(home.stores().vault(), cells, VaultKey.open(home.vaultKey()), random);
    EvidenceStores.LedgerStores stores = home.stores().ledger();
    Ledger ledger =
        Ledger.open(stores.tiles(), stores.checkpoints(), ledgerKeys.open(), ledgerKeys.origin());
    try {
      place.settle();
      EvidenceLog log = EvidenceLog.open(ledger, vault, cells, judge.verifyingKey(), shell.clock());
      log.begin(judge, JUDGE);
      return new Workspace(home, ledger, log, judge);
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
  }

  private interface Maker {
    void make(Path path);
  }

  /// A key is made once. When a ledger was begun with one that is gone, a new one could not
  /// continue it.
  private static void create(Home home, Path path, Maker maker) {
    if (Files.exists(path)) {
      return;
    }
    if (home.hasLedger()) {
      throw new WorkspaceFault(
          WorkspaceFault.KEY_MISSING,
          "expected the key file "
              + path
              + ", found none beside a ledger that was begun with it; restore it from a copy");
    }
    maker.make(path);
  }

  public List<Evidence> evidence() {
    return log.all();
  }

  /// Signs with the judge's key and records, all or none.
  public List<Evidence> record(List<Statement> statements) {
    return log.recordAll(statements, judge);
  }

  public Evidence record(Statement statement, SigningKey signer) {
    return log.record(statement, signer);
  }

  public SigningKey judge() {
    return judge;
  }

  public EvidenceLog log() {
    return log;
  }

  public Home home() {
    return home;
  }

  public Checkpoint checkpoint() {
    return ledger.checkpoint();
  }

  /// What opening had to put right after a crash.
  public Recovered recovered() {
    return ledger.recovered();
  }

  @Override
  public void close() {
    try {
      log.close();
    } finally {
      ledger.close();
    }
  }
}
