package dev.bulwark.evidence;

import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.evidence.tlog.TileReader;
import dev.bulwark.evidence.tlog.TileStore;
import dev.bulwark.evidence.tlog.TiledTree;
import dev.bulwark.evidence.vault.Vault;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import java.util.List;
import java.util.Optional;

/// Copies a ledger up to a checkpoint, with what its envelopes say, for somebody elsewhere.
///
/// The copy has a vault key of its own: it opens what was there at that moment and nothing that
/// comes later. Everything in it is verified against the checkpoint when it is read, so a copy
/// needs no signature of its own.
public final class EvidenceCopy {
  private EvidenceCopy() {}

  /// @param to an empty place
  public static void copy(
      TileReader tiles,
      Checkpoint checkpoint,
      Vault vault,
      TileStore to,
      CasStore checkpoints,
      Vault vaultTo) {
    TiledTree tree = TiledTree.open(tiles, checkpoint);
    List<Bytes> entries = EvidenceReader.entries(tree);
    to.write(tree.tiles());
    entries.stream()
        .map(entry -> LedgerEntry.parse(entry).sealed().pack())
        .distinct()
        .forEach(pack -> vault.copy(pack, vaultTo));
    checkpoints.replace(Ledger.CHECKPOINT, Optional.empty(), checkpoint.note());
  }
}
