package dev.bulwark.project.workspace;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceAudit;
import dev.bulwark.evidence.EvidenceCopy;
import dev.bulwark.evidence.EvidenceReader;
import dev.bulwark.evidence.Receipt;
import dev.bulwark.evidence.keys.KeyFile;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.ConsistencyProof;
import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.evidence.tlog.TileReader;
import dev.bulwark.evidence.tlog.TileStore;
import dev.bulwark.evidence.tlog.TiledTree;
import dev.bulwark.evidence.vault.Vault;
import dev.bulwark.evidence.vault.VaultKey;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import java.security.SecureRandom;
import java.util.Optional;

/// A project's evidence, open for reading: changes nothing, and needs no lock.
public final class WorkspaceReader {
  private final TileStore tiles;
  private final CasStore checkpoints;
  private final CasStore cells;
  private final Vault vault;
  private final LedgerVerifier verifier;
  private final VerifyingKey root;

  private WorkspaceReader(Home home, LedgerVerifier verifier, VerifyingKey root) {
    EvidenceStores.LedgerStores ledger = home.stores().ledger();
    this.tiles = ledger.tiles();
    this.checkpoints = ledger.checkpoints();
    this.cells = home.stores().cells();
    this.vault =
        new Vault(home.stores().vault(), cells, VaultKey.open(home.vaultKey()), new SecureRandom());
    this.verifier = verifier;
    this.root = root;
  }

  /// @throws WorkspaceFault `workspace-none`
  public static WorkspaceReader open(Home home) {
    requireSome(home);
    return new WorkspaceReader(
        home,
        LedgerKeyFile.read(home.ledgerKey()).verifier(),
        KeyFile.read(home.judgeKey()).verifyingKey());
  }

  /// A copy that was made for somebody elsewhere, with the public keys that came along.
  static WorkspaceReader ofCopy(Home home, LedgerVerifier verifier, VerifyingKey root) {
    return new WorkspaceReader(home, verifier, root);
  }

  /// Copies everything up to now into an empty home, under a vault key of its own.
  void copy(Home to) {
    SecureRandom random = new SecureRandom();
    VaultKey key = VaultKey.generate(random);
    to.create();
    key.createFile(to.vaultKey());
    EvidenceStores.LedgerStores copy = to.stores().ledger();
    EvidenceCopy.copy(
        tiles,
        checkpoint(),
        vault,
        copy.tiles(),
        copy.checkpoints(),
        new Vault(to.stores().vault(), to.stores().cells(), key, random));
  }

  static void requireSome(Home home) {
    if (!home.exists() || !home.hasLedger()) {
      throw new WorkspaceFault(
          WorkspaceFault.NONE,
          "expected evidence in "
              + home.root()
              + ", found none; run `bulwark check` first, or name the project's folder");
    }
  }

  /// The verified checkpoint.
  ///
  /// @throws WorkspaceFault when its signatures do not hold
  public Checkpoint checkpoint() {
    return switch (Checkpoint.verify(note(), verifier)) {
      case Checkpoint.Verification.Verified(Checkpoint checkpoint) -> checkpoint;
      case Checkpoint.Verification.Refused(String expected, String found) ->
          throw new WorkspaceFault(
              WorkspaceFault.UNAVAILABLE,
              "the ledger's checkpoint does not verify: expected "
                  + expected
                  + ", found "
                  + found
                  + "; run `bulwark audit`");
    };
  }

  /// Everything verified under the stored checkpoint.
  public EvidenceReader.Contents contents() {
    return contents(checkpoint());
  }

  /// Everything verified under this checkpoint.
  public EvidenceReader.Contents contents(Checkpoint checkpoint) {
    return new EvidenceReader(vault, cells, root).read(TiledTree.open(tiles, checkpoint));
  }

  /// The proof of one entry under this checkpoint, with the envelope it commits to.
  ///
  /// @throws dev.bulwark.evidence.fault.EvidenceFault `evidence-damaged` when the envelope is not
  ///   there any more
  /// @throws dev.bulwark.evidence.tlog.LedgerFault `ledger-out-of-range`
  public Receipt receipt(Checkpoint checkpoint, long index) {
    return Receipt.of(TiledTree.open(tiles, checkpoint), checkpoint, vault, index);
  }

  /// The proof that the ledger under this checkpoint only adds to the one of `older` entries.
  ///
  /// @throws dev.bulwark.evidence.tlog.LedgerFault `ledger-out-of-range`
  public ConsistencyProof consistency(Checkpoint checkpoint, long older) {
    return TiledTree.open(tiles, checkpoint).proveConsistency(older);
  }

  /// The signed envelope of one piece of evidence; empty when it was erased.
  public Optional<Bytes> envelope(Evidence evidence) {
    return new EvidenceReader(vault, cells, root)
        .envelope(TiledTree.open(tiles, checkpoint()), evidence);
  }

  public EvidenceAudit.Result audit() {
    return new EvidenceAudit(tiles, verifier, vault, cells, root).audit(note());
  }

  /// Audits, and proves that the ledger has only grown since the remembered note.
  public EvidenceAudit.Result auditSince(Bytes remembered) {
    return switch (Checkpoint.verify(remembered, verifier)) {
      case Checkpoint.Verification.Verified(Checkpoint older) ->
          new EvidenceAudit(tiles, verifier, vault, cells, root).auditSince(note(), older);
      case Checkpoint.Verification.Refused(String expected, String found) ->
          throw new WorkspaceFault(
              WorkspaceFault.INVALID,
              "the checkpoint to start from is not one of this ledger: expected "
                  + expected
                  + ", found "
                  + found);
    };
  }

  /// The key everything else hangs from: compare it with what you wrote down.
  public VerifyingKey root() {
    return root;
  }

  /// What verifies the ledger's checkpoints: public, and all that a place elsewhere needs of it.
  public LedgerVerifier ledger() {
    return verifier;
  }

  /// The ledger's tiles, unverified.
  public TileReader tiles() {
    return tiles;
  }

  /// The stored checkpoint, not verified yet; empty when there is none.
  public Bytes note() {
    return checkpoints.find(Ledger.CHECKPOINT).orElse(Bytes.EMPTY);
  }
}
