package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.kernel.store.StoreFault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes a ledger from one checkpoint to the next. One thread calls {@link #commit}; any thread may
/// read {@link #published}.
///
/// The order of a batch: tiles durable, then the checkpoint swapped in. The swap is the commit.
/// What can fail:
///
/// - A tile write fails. Nothing is published; the tiles that may be there are debris, removed
///   before anything else is written, so that a stale tile can never slip below a later checkpoint.
/// - The swap fails. The cell holds the old checkpoint or the new one. The very same swap is tried
///   again until one is certain; until then nothing else is signed, so that the ledger never signs
///   two trees of one size.
/// - The cell holds something else. Another writer is at work: this one stops for good.
final class Publisher {
  private static final int SWAP_ATTEMPTS = 3;
  private static final int SPENT_KEPT = 512;

  private final TileStore tiles;
  private final CasStore cells;
  private final List<NoteSigner> signers;
  private final TileCache cache = new TileCache(1024);
  private final List<TilePath> partial;
  private final List<TilePath> spent = new ArrayList<>();
  private Collection<TilePath> debris = List.of();
  private @Nullable State doubt;
  private @Nullable LedgerFault stopped;
  private volatile State published;

  /// A tree with its checkpoint, and how to read it.
  ///
  /// @param written the tiles that came with it
  record State(
      Checkpoint checkpoint, Growing.Tree tree, TiledTree reader, Collection<TilePath> written) {}

  Publisher(TileStore tiles, CasStore cells, List<NoteSigner> signers, Opening.Found found) {
    this.tiles = tiles;
    this.cells = cells;
    this.signers = signers;
    this.partial = new ArrayList<>(found.partial());
    this.published = state(found.checkpoint(), found.tree(), List.of());
  }

  private State state(Checkpoint checkpoint, Growing.Tree tree, Collection<TilePath> written) {
    TiledTree reader = new TiledTree(tiles, checkpoint.head(), tree.frontier(), cache);
    return new State(checkpoint, tree, reader, written);
  }

  State published() {
    return published;
  }

  /// Appends the entries under one new checkpoint.
  ///
  /// @return the index of the first
  /// @throws LedgerFault `ledger-not-appended`, `ledger-append-in-doubt` or `ledger-closed`
  long commit(List<Bytes> entries) {
    if (stopped != null) {
      throw new LedgerFault(LedgerFault.CLOSED, "an earlier fault stopped this ledger", stopped);
    }
    prepare();
    long first = published.checkpoint().size();
    Growing.Grown grown = Growing.grow(published.tree(), entries);
    write(grown);
    settle();
    return first;
  }

  /// Settles what an earlier batch left. A failure here leaves this batch untouched.
  private void prepare() {
    try {
      if (doubt != null) {
        settle();
      }
      if (!debris.isEmpty()) {
        tiles.remove(debris);
        debris = List.of();
      }
    } catch (StoreFault e) {
      throw notAppended("what an earlier, failed batch left cannot be removed", e);
    } catch (LedgerFault e) {
      if (e.type().equals(LedgerFault.IN_DOUBT)) {
        throw notAppended("an earlier batch is still in doubt", e);
      }
      throw e;
    }
  }

  private void write(Growing.Grown grown) {
    debris = List.copyOf(grown.tiles().keySet());
    try {
      tiles.write(grown.tiles());
    } catch (StoreFault e) {
      throw notAppended("its tiles cannot be written", e);
    }
    List<TilePath> written = List.copyOf(debris);
    debris = List.of();
    TreeHead before = published.checkpoint().head();
    Frontier frontier = grown.tree().frontier();
    TreeHead head = new TreeHead(before.origin(), frontier.size(), frontier.root());
    doubt = state(Checkpoint.sign(head, signers), grown.tree(), written);
  }

  /// Swaps the checkpoint in doubt into the cell.
  private void settle() {
    State next = Objects.requireNonNull(doubt);
    @Nullable StoreFault last = null;
    for (int attempt = 0; attempt < SWAP_ATTEMPTS; attempt++) {
      try {
        if (swap(next, attempt > 0 || last != null)) {
          doubt = null;
          published = next;
          retire(next.written());
          return;
        }
      } catch (StoreFault e) {
        last = e;
      }
    }
    throw new LedgerFault(
        LedgerFault.IN_DOUBT,
        "the checkpoint of "
            + next.checkpoint().size()
            + " entries was written, but the storage does not say whether it is durable; look for"
            + " the entry before sending it again",
        last);
  }

  private boolean swap(State next, boolean look) {
    Bytes before = published.checkpoint().note();
    Bytes after = next.checkpoint().note();
    Optional<Bytes> cell = look ? cells.find(Ledger.CHECKPOINT) : Optional.of(before);
    if (!cell.equals(Optional.of(before)) && !cell.equals(Optional.of(after))) {
      stopped =
          new LedgerFault(
              LedgerFault.BUSY,
              "expected the checkpoint of "
                  + published.checkpoint().size()
                  + " entries that this ledger published last, found another: somebody else writes"
                  + " to it; close this one and open it again");
      throw stopped;
    }
    return cells.replace(Ledger.CHECKPOINT, cell, after);
  }

  /// Partial tiles are kept until their full tile is published, because readers of an older
  /// checkpoint ask for them; then they go, many at a time.
  private void retire(Collection<TilePath> written) {
    written.stream().filter(TilePath::isPartial).forEach(partial::add);
    long size = published.checkpoint().size();
    partial.removeIf(path -> path.full().isWithin(size) && spent.add(path));
    if (spent.size() >= SPENT_KEPT) {
      tidy();
    }
  }

  /// Removes spent partial tiles. They are right and only take room, so a failure is left for the
  /// next time.
  void tidy() {
    try {
      tiles.remove(spent);
      spent.clear();
    } catch (StoreFault e) {
      // Tried again with the next batch, or by the next open.
      return;
    }
  }

  private static LedgerFault notAppended(String why, Throwable cause) {
    return new LedgerFault(
        LedgerFault.NOT_APPENDED,
        "the entry was not appended: "
            + why
            + "; mend the storage and send it again ("
            + cause.getMessage()
            + ")",
        cause);
  }
}
