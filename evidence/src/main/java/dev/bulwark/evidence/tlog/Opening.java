package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the state a ledger is in and cleans what an unfinished batch left. Runs under the lease.
///
/// The checkpoint alone decides what is in the ledger. A crash leaves the tiles of at most one
/// batch beyond it, because nothing is written while an earlier batch is unsettled; tiles of more
/// than one batch mean that the checkpoint itself went back, and then nothing is removed.
final class Opening {
  private static final int LEVELS = 8;
  private static final int AROUND = 500;

  private final TileStore tiles;
  private final LedgerVerifier verifier;

  Opening(TileStore tiles, LedgerVerifier verifier) {
    this.tiles = tiles;
    this.verifier = verifier;
  }

  /// @param unpublished tiles beyond the checkpoint
  /// @param spent partial tiles whose full tile is published
  /// @param partial the partial tiles that still count
  record Found(
      Checkpoint checkpoint,
      Growing.Tree tree,
      List<TilePath> unpublished,
      List<TilePath> spent,
      List<TilePath> partial) {}

  /// The cell's checkpoint, or a first one, signed and published now: so that tiles without a
  /// checkpoint can only mean that it was lost.
  Checkpoint checkpoint(CasStore cells, List<NoteSigner> signers) {
    Optional<Bytes> cell = cells.find(Ledger.CHECKPOINT);
    if (cell.isPresent()) {
      return verified(cell.get());
    }
    if (!tiles.list(0, 0, 1).isEmpty() || !tiles.list(TilePath.ENTRIES, 0, 1).isEmpty()) {
      throw LedgerFault.damaged(
          "the checkpoint is missing",
          Ledger.CHECKPOINT,
          "the checkpoint that published the tiles beside it",
          "nothing");
    }
    TreeHead empty = new TreeHead(verifier.origin(), 0, Merkle.EMPTY);
    Checkpoint first = Checkpoint.sign(empty, signers);
    if (!cells.replace(Ledger.CHECKPOINT, Optional.empty(), first.note())) {
      throw Ledger.busy(verifier.origin());
    }
    return first;
  }

  private Checkpoint verified(Bytes note) {
    return switch (Checkpoint.verify(note, verifier)) {
      case Checkpoint.Verification.Verified(Checkpoint checkpoint) -> checkpoint;
      case Checkpoint.Verification.Refused(String expected, String found) ->
          throw LedgerFault.damaged(
              "the checkpoint does not verify", Ledger.CHECKPOINT, expected, found);
    };
  }

  Found look(Checkpoint checkpoint) {
    TiledTree tree = TiledTree.open(tiles, checkpoint);
    long size = checkpoint.size();
    int width = (int) (size % TilePath.FULL);
    List<Bytes> tail = width == 0 ? List.of() : tree.bundle(size / TilePath.FULL);
    List<TilePath> unpublished = new ArrayList<>();
    List<TilePath> spent = new ArrayList<>();
    List<TilePath> partial = new ArrayList<>();
    for (TilePath path : edge(size)) {
      if (!path.isWithin(size)) {
        unpublished.add(path);
      } else if (path.isPartial()) {
        (path.full().isWithin(size) ? spent : partial).add(path);
      }
    }
    requireOneBatch(size, unpublished);
    return new Found(
        checkpoint,
        new Growing.Tree(Frontier.read(tiles, size), tail),
        unpublished,
        spent,
        partial);
  }

  /// The tiles around the right edge of every level: further left nothing is written any more, and
  /// further right than one batch nothing can be.
  private List<TilePath> edge(long size) {
    List<TilePath> edge = new ArrayList<>();
    for (int level = TilePath.ENTRIES; level < LEVELS; level++) {
      long index = Frontier.fullTiles(Math.max(level, 0), size);
      edge.addAll(tiles.list(level, Math.max(0, index - AROUND), index + AROUND));
    }
    return edge;
  }

  private static void requireOneBatch(long size, List<TilePath> unpublished) {
    Set<TilePath> places = new HashSet<>();
    long last = (size + Ledger.MAX_BATCH_ENTRIES) / TilePath.FULL;
    for (TilePath path : unpublished) {
      if (!places.add(path.full()) || path.index() > last) {
        throw LedgerFault.damaged(
            "the checkpoint is older than the tiles",
            path.path(),
            "at most one unfinished batch beyond the " + size + " entries of the checkpoint",
            "tiles of later checkpoints");
      }
    }
  }
}
