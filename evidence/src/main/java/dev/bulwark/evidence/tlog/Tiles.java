package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.List;
import java.util.Optional;

/// Reads single tiles by their form; whether they are the right ones is for others to verify.
///
/// A partial tile may have been dropped once its full tile is there (C2SP tlog-tiles, "Partial
/// Tiles"), so its place is then taken by the beginning of the full one.
final class Tiles {
  private Tiles() {}

  /// Exactly `path.width()` hashes.
  ///
  /// @throws LedgerFault `ledger-damaged` when the tile is missing or has another length
  static Bytes hashes(TileReader tiles, TilePath path) {
    int size = path.width() * Merkle.HASH_BYTES;
    Optional<Bytes> exact = tiles.read(path);
    if (exact.isPresent()) {
      return requireSize(path, exact.get(), size);
    }
    Bytes full = requireFull(tiles, path);
    return requireSize(path.full(), full, TilePath.FULL * Merkle.HASH_BYTES).slice(0, size);
  }

  /// Exactly `path.width()` entries.
  ///
  /// @throws LedgerFault `ledger-damaged` when the bundle is missing or malformed
  static List<Bytes> entries(TileReader tiles, TilePath path) {
    Optional<Bytes> exact = tiles.read(path);
    Optional<List<Bytes>> entries =
        exact.isPresent()
            ? EntryBundle.parse(exact.get(), path.width())
            : EntryBundle.parse(requireFull(tiles, path), TilePath.FULL)
                .map(all -> all.subList(0, path.width()));
    return entries.orElseThrow(
        () ->
            LedgerFault.damaged(
                "an entry bundle is malformed",
                path.path(),
                path.width() + " entries, each behind its length, and nothing after them",
                "another length"));
  }

  private static Bytes requireFull(TileReader tiles, TilePath path) {
    Optional<Bytes> full = path.isPartial() ? tiles.read(path.full()) : Optional.empty();
    return full.orElseThrow(
        () -> LedgerFault.damaged("a tile is missing", path.path(), "a tile", "nothing"));
  }

  private static Bytes requireSize(TilePath path, Bytes content, int size) {
    if (content.size() != size) {
      throw LedgerFault.damaged(
          "a tile has the wrong length", path.path(), size + " bytes", content.size() + " bytes");
    }
    return content;
  }
}
