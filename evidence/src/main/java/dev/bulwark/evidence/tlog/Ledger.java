package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The ledger, open for writing: it only grows (law 7), and it tells no caller that an entry is in
/// before that entry is durable and under a published checkpoint.
///
/// Guarantees: an acknowledged entry is never lost by a crash. Indexes are given without gaps, from
/// 0. No two checkpoints of this ledger contradict each other. After a storage fault it goes on
/// when it can and refuses when it cannot; it never guesses. Concurrent callers share one round of
/// writing (group commit). Thread-safe; one writer among all processes.
///
/// Reading throws as {@link TiledTree} does.
public final class Ledger implements AutoCloseable {
  /// The longest entry: its length is stored as a uint16.
  public static final int MAX_ENTRY_BYTES = 65_535;

  /// The most entries under one checkpoint.
  public static final int MAX_BATCH_ENTRIES = 16_384;

  /// The most bytes {@link #appendAll} takes at once.
  public static final int MAX_BATCH_BYTES = 64 << 20;

  /// The name of the checkpoint's cell, as C2SP tlog-tiles has it.
  public static final String CHECKPOINT = "checkpoint";

  private final TileStore.Lease lease;
  private final Publisher publisher;
  private final GroupCommit group;
  private final Recovered recovered;

  private Ledger(TileStore.Lease lease, Publisher publisher, String origin, Recovered recovered) {
    this.lease = lease;
    this.publisher = publisher;
    this.recovered = recovered;
    this.group = new GroupCommit(origin, publisher::commit);
  }

  /// Opens the ledger, or starts one where there is none, and cleans what a crash left.
  ///
  /// @param checkpoints its cell {@link #CHECKPOINT} is the ledger's
  /// @param origin the ledger's name in every checkpoint, such as `example.com/ledger`
  /// @throws LedgerFault `ledger-busy` when it is open elsewhere, `ledger-damaged` when what is
  ///   stored does not verify; nothing is changed then
  public static Ledger open(TileStore tiles, CasStore checkpoints, LedgerKeys keys, String origin) {
    LedgerVerifier verifier = keys.verifier(origin);
    TileStore.Lease lease = tiles.lease().orElseThrow(() -> busy(origin));
    try {
      Opening opening = new Opening(tiles, verifier);
      List<NoteSigner> signers = keys.signers(origin);
      Opening.Found found = opening.look(opening.checkpoint(checkpoints, signers));
      tiles.remove(found.unpublished());
      tiles.remove(found.spent());
      Ledger ledger =
          new Ledger(
              lease,
              new Publisher(tiles, checkpoints, signers, found),
              origin,
              new Recovered(found.unpublished(), lease.swept()));
      ledger.group.start();
      return ledger;
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  static LedgerFault busy(String origin) {
    return new LedgerFault(
        LedgerFault.BUSY,
        "expected the ledger "
            + origin
            + " to be free, found it open for writing elsewhere; wait for the other process to end,"
            + " or ask it");
  }

  /// Appends one entry and waits until it is durable under a published checkpoint.
  ///
  /// @param entry at most {@link #MAX_ENTRY_BYTES}
  /// @return its index
  /// @throws LedgerFault `ledger-too-large`; `ledger-not-appended` when it is certainly not in;
  ///   `ledger-append-in-doubt` when that is not known; `ledger-closed`
  public long append(Bytes entry) {
    return appendAll(List.of(entry)).getFirst();
  }

  /// Appends the entries next to each other under one checkpoint: all of them or none.
  ///
  /// @return their indexes, in order
  /// @throws LedgerFault as {@link #append}
  public List<Long> appendAll(List<Bytes> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    List<Bytes> batch = List.copyOf(entries);
    requireSizes(batch);
    long first = group.submit(batch);
    return LongStream.range(first, first + batch.size()).boxed().toList();
  }

  private static void requireSizes(List<Bytes> batch) {
    long bytes = 0;
    for (Bytes entry : batch) {
      if (entry.size() > MAX_ENTRY_BYTES) {
        throw new LedgerFault(
            LedgerFault.TOO_LARGE,
            "expected an entry of at most "
                + MAX_ENTRY_BYTES
                + " bytes, found "
                + entry.size()
                + "; log a digest and keep the content beside the ledger");
      }
      bytes += EntryBundle.LENGTH_BYTES + entry.size();
    }
    if (batch.size() > MAX_BATCH_ENTRIES || bytes > MAX_BATCH_BYTES) {
      throw new LedgerFault(
          LedgerFault.TOO_LARGE,
          "expected a batch of at most %d entries and %d bytes, found %d and %d; send it in parts"
              .formatted(MAX_BATCH_ENTRIES, MAX_BATCH_BYTES, batch.size(), bytes));
    }
  }

  /// How many entries are published.
  public long size() {
    return checkpoint().size();
  }

  public Checkpoint checkpoint() {
    return publisher.published().checkpoint();
  }

  /// The published tree as it is now; it stays as it is while the ledger grows.
  public TiledTree tree() {
    return publisher.published().reader();
  }

  public Bytes entry(long index) {
    return tree().entry(index);
  }

  /// The entries from `from` (inclusive) to `to` (exclusive), each verified against the tree.
  public Stream<Bytes> entries(long from, long to) {
    return tree().entries(from, to);
  }

  /// The proof that entry `index` is under {@link #checkpoint}, as long as that does not move on;
  /// where it may, take both from one {@link #tree}.
  public InclusionProof proveInclusion(long index) {
    return tree().proveInclusion(index);
  }

  /// The proof that the ledger only added to what it was at `olderSize` entries.
  public ConsistencyProof proveConsistency(long olderSize) {
    return tree().proveConsistency(olderSize);
  }

  /// What {@link #open} found and cleaned.
  public Recovered recovered() {
    return recovered;
  }

  /// Refuses when somebody else writes to the ledger by now.
  ///
  /// @throws dev.bulwark.kernel.store.StoreFault `store-unavailable`
  public void requireLease() {
    lease.require();
  }

  /// Appends what is waiting, then gives the ledger free.
  @Override
  public void close() {
    group.close();
    publisher.tidy();
    lease.close();
  }
}
