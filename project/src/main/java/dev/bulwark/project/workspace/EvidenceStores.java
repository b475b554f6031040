package dev.bulwark.project.workspace;

import dev.bulwark.evidence.tlog.TileStore;
import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.kernel.store.ObjectStore;

/// Where the parts of one project's evidence lie. Keys are not among them: they stay files of their
/// owner.
public interface EvidenceStores {

  /// Tiles and the cell of the checkpoint. They belong together: whoever loses the right to write
  /// the one loses that to the other.
  record LedgerStores(TileStore tiles, CasStore checkpoints) {}

  /// What kind of place it is: one word, kept beside the keys.
  String place();

  /// A new view of the ledger, for one reader or writer.
  LedgerStores ledger();

  /// Encrypted envelopes.
  BlobStore vault();

  /// Wrapped keys of envelopes; remembered signatures.
  CasStore cells();

  /// Versions under seal.
  ObjectStore sealed();

  /// Whether a ledger was begun. Tiles without a checkpoint are one that was damaged, not one that
  /// is to be begun.
  boolean hasLedger();
}
