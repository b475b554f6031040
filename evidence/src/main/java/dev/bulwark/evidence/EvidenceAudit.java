package dev.bulwark.evidence;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.LedgerAudit;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.evidence.tlog.TileStore;
import dev.bulwark.evidence.tlog.TiledTree;
import dev.bulwark.evidence.vault.Vault;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import java.util.List;
import java.util.Optional;

/// Re-checks everything offline, from stored bytes and the public keys alone, and remembers nothing
/// from before.
///
/// Guarantees: `Sound` means that the ledger is sound ({@link LedgerAudit}); that it begins with
/// the judge's key and its times never run backwards; that every entry's envelope is there, is the
/// one the entry commits to, and is a readable statement; that both of its signatures hold under a
/// key that was enrolled and not revoked when it was received; and that every envelope that is gone
/// was erased on record.
public final class EvidenceAudit {
  private final TileStore tiles;
  private final LedgerVerifier verifier;
  private final Vault vault;
  private final CasStore cells;
  private final VerifyingKey root;

  /// @param verifier the ledger's origin and the keys of its checkpoints
  /// @param cells as {@link EvidenceReader} has them
  /// @param root the judge's key the ledger began with
  public EvidenceAudit(
      TileStore tiles, LedgerVerifier verifier, Vault vault, CasStore cells, VerifyingKey root) {
    this.tiles = tiles;
    this.verifier = verifier;
    this.vault = vault;
    this.cells = cells;
    this.root = root;
  }

  /// What an audit found.
  public sealed interface Result {

    /// Everything holds.
    ///
    /// @param checkpoint remember it, and a later audit proves that the ledger has only grown since
    record Sound(Checkpoint checkpoint, EvidenceReader.Contents contents) implements Result {}

    /// The first thing that is wrong: in the ledger, then entry by entry.
    ///
    /// @param where a file of the ledger, an entry, or a name in a store
    record Wrong(String what, String where, String expected, String found) implements Result {}
  }

  /// @param note the stored checkpoint's bytes
  /// @throws dev.bulwark.kernel.store.StoreFault when a store cannot be read
  public Result audit(Bytes note) {
    return after(LedgerAudit.audit(tiles, note, verifier));
  }

  /// As {@link #audit(Bytes)}, and proves that the ledger has only grown since `remembered`.
  public Result auditSince(Bytes note, Checkpoint remembered) {
    return after(LedgerAudit.auditSince(tiles, note, verifier, remembered));
  }

  private Result after(LedgerAudit.Result ledger) {
    return switch (ledger) {
      case LedgerAudit.Wrong(String what, String where, String expected, String found) ->
          new Result.Wrong(what, where, expected, found);
      case LedgerAudit.Sound(Checkpoint checkpoint) -> evidence(checkpoint);
    };
  }

  private Result evidence(Checkpoint checkpoint) {
    List<Bytes> entries = EvidenceReader.entries(TiledTree.open(tiles, checkpoint));
    EvidenceWalk walk;
    try {
      walk = EvidenceWalk.of(entries, vault, root, SignatureMemory.none());
    } catch (EvidenceFault e) {
      return new Result.Wrong(
          "the envelopes cannot be opened",
          "the vault",
          "keys this vault key opens",
          e.getMessage());
    }
    return walk.firstWrong()
        .or(() -> beginning(walk))
        .or(() -> memory(entries))
        .<Result>map(
            wrong -> new Result.Wrong(wrong.what(), wrong.where(), wrong.expected(), wrong.found()))
        .orElseGet(() -> new Result.Sound(checkpoint, EvidenceReader.contents(walk)));
  }

  private Optional<EvidenceWalk.Wrong> beginning(EvidenceWalk walk) {
    return walk.steps().isEmpty() || EvidenceReader.begins(walk.steps().getFirst(), root)
        ? Optional.empty()
        : Optional.of(
            new EvidenceWalk.Wrong(
                "the ledger begins under another judge's key",
                "entry 0",
                "the enrolment of " + root.id() + ", signed by itself",
                "another statement"));
  }

  /// The memory is never believed here; a changed one is a trace of somebody.
  private Optional<EvidenceWalk.Wrong> memory(List<Bytes> entries) {
    return cells
        .find(SignatureMemory.CELL)
        .filter(cell -> SignatureMemory.parse(cell, entries, vault.key()).isEmpty())
        .map(
            _ ->
                new EvidenceWalk.Wrong(
                    "the memory of verified signatures is not what this vault key wrote for this ledger",
                    SignatureMemory.CELL,
                    "an authentic memory, or none",
                    "another; everything else holds, so delete it"));
  }
}
