package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the tiles of one ledger lie.
///
/// Consistency: after {@link #write} or {@link #remove} returns, every read sees it. A tile is
/// replaced whole: a reader sees the old bytes, the new bytes, or nothing, never a mixture. A batch
/// is not atomic: when it fails or the machine stops, any part of it may be there. Durability:
/// `write` and `remove` return only when all of the batch survives a power cut. Trust: none.
/// Whoever owns the store can lose, replay or replace tiles; readers verify every tile against a
/// signed checkpoint, and only somebody who remembers a checkpoint can tell that all of it was
/// rolled back.
///
/// Every method throws {@link dev.bulwark.kernel.store.StoreFault} `store-unavailable` when the
/// medium fails. Thread-safe for readers beside one writer.
public interface TileStore extends TileReader {

  void write(Map<TilePath, Bytes> tiles);

  /// Forgets the tiles; those that are not there are passed over.
  void remove(Collection<TilePath> tiles);

  /// Claims the right to write, for one holder among all processes.
  ///
  /// @return empty when somebody else holds it
  Optional<Lease> lease();

  /// The right to write, until closed or the process ends.
  interface Lease extends AutoCloseable {
    /// What an unfinished write of an earlier holder had left beside the tiles, and is now gone:
    /// names for people to read.
    List<String> swept();

    /// Refuses when the right was lost to somebody else meanwhile. To be asked before something
    /// beside the ledger is destroyed: the ledger's own writes are refused anyway.
    ///
    /// @throws dev.bulwark.kernel.store.StoreFault `store-unavailable`
    void require();

    @Override
    void close();
  }
}
