package dev.bulwark.evidence;

import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.evidence.tlog.LedgerKeys;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.evidence.tlog.TiledTree;
import dev.bulwark.evidence.vault.Vault;
import dev.bulwark.evidence.vault.VaultKey;
import dev.bulwark.kernel.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.function.Consumer;

/// A whole evidence log over {@link StoresInMemory}, its keys the same for every test of a run.
public final class LogInMemory {
  public static final SigningKey JUDGE = EvidenceFixture.key("judge");
  static final VaultKey VAULT_KEY = VaultKey.generate(new SecureRandom());
  static final String ORIGIN = "example.com/ledger";
  private static final LedgerKeys LEDGER_KEYS =
      new LedgerKeys(keyPair("Ed25519"), keyPair("ML-DSA-44"));

  final StoresInMemory stores;
  public Instant now = Instant.parse("2026-03-01T12:00:00Z");

  public LogInMemory() {
    this(new StoresInMemory());
  }

  LogInMemory(StoresInMemory stores) {
    this.stores = stores;
  }

  private static java.security.KeyPair keyPair(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static LedgerVerifier verifier() {
    return LEDGER_KEYS.verifier(ORIGIN);
  }

  Vault vault() {
    return new Vault(stores, stores, VAULT_KEY, new SecureRandom());
  }

  Ledger ledger() {
    return Ledger.open(stores, stores, LEDGER_KEYS, ORIGIN);
  }

  /// Opens, works, closes, as one run of a command does. Every look at the clock is a second later.
  public void run(Consumer<EvidenceLog> work) {
    try (Ledger ledger = ledger();
        EvidenceLog log = open(ledger)) {
      work.accept(log);
    }
  }

  EvidenceLog open(Ledger ledger) {
    return EvidenceLog.open(ledger, vault(), stores, JUDGE.verifyingKey(), this::tick);
  }

  private Instant tick() {
    now = now.plusSeconds(1);
    return now;
  }

  /// A log that has begun, with mira (role risk) and the collector ci.
  public static LogInMemory begun() {
    LogInMemory memory = new LogInMemory();
    memory.run(
        log -> {
          log.begin(JUDGE, "judge");
          event(log, enrol(RosterEvent.Holder.person("mira"), "mira", memory.now));
          event(log, enrol(RosterEvent.Holder.collector("ci"), "ci", memory.now));
          event(log, new RosterEvent.Granted("mira", "risk", memory.now));
        });
    return memory;
  }

  public static RosterEvent enrol(RosterEvent.Holder holder, String key, Instant at) {
    return new RosterEvent.Enrolled(holder, EvidenceFixture.key(key).verifyingKey(), at);
  }

  public static Evidence event(EvidenceLog log, RosterEvent event) {
    return log.record(event.statement(JUDGE.verifyingKey()), JUDGE);
  }

  /// Puts an envelope into the ledger past the log, as a broken or hostile writer would.
  void append(LedgerEntry.Type type, Bytes envelope) {
    append(
        new LedgerEntry(type, now, vault().seal(java.util.List.of(envelope)).getFirst()).bytes());
  }

  void append(Bytes entry) {
    try (Ledger ledger = ledger()) {
      ledger.append(entry);
    }
  }

  Bytes note() {
    return java.util.Objects.requireNonNull(stores.files().get("cell/" + Ledger.CHECKPOINT));
  }

  Checkpoint checkpoint() {
    return ((Checkpoint.Verification.Verified) Checkpoint.verify(note(), verifier())).checkpoint();
  }

  EvidenceReader.Contents read() {
    return new EvidenceReader(vault(), stores, JUDGE.verifyingKey())
        .read(TiledTree.open(stores, checkpoint()));
  }

  EvidenceAudit.Result audit() {
    return auditor().audit(note());
  }

  EvidenceAudit auditor() {
    return auditor(JUDGE.verifyingKey(), VAULT_KEY);
  }

  EvidenceAudit auditor(VerifyingKey root, VaultKey vaultKey) {
    Vault vault = new Vault(stores, stores, vaultKey, new SecureRandom());
    return new EvidenceAudit(stores, verifier(), vault, stores, root);
  }
}
