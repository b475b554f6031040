package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.List;
import java.util.Optional;

/// Where the tiles of one ledger can be read: its own store, a copy, or a server elsewhere.
///
/// Trust: none; readers verify every tile against a signed checkpoint. Every method throws {@link
/// dev.bulwark.kernel.store.StoreFault} `store-unavailable` when the medium fails.
public interface TileReader {

  /// The tile's bytes, at most one byte more than {@link TilePath#maxBytes}, so that a tile which
  /// has grown is seen to be too long.
  Optional<Bytes> read(TilePath path);

  /// Every tile of one level from index `from` (inclusive) to `to` (exclusive), full or partial, in
  /// no particular order, as far as the place can tell: a server elsewhere lists nothing.
  List<TilePath> list(int level, long from, long to);
}
