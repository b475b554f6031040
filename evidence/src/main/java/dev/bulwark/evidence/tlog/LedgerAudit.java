package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Re-checks a whole ledger offline: from its files, the public keys, and a checkpoint somebody
/// remembers.
///
/// Guarantees: `Sound` means that the checkpoint's signatures hold, that every byte of every tile
/// below it is what that checkpoint vouches for, and, where a checkpoint was remembered, that the
/// ledger only added to it. What lies beyond the checkpoint claims nothing and is passed over: a
/// crash may leave such tiles, and the next open removes them.
public final class LedgerAudit {
  private LedgerAudit() {}

  /// What an audit found.
  public sealed interface Result {}

  public record Sound(Checkpoint checkpoint) implements Result {}

  /// The first thing that is wrong, in the order: checkpoint, what was remembered, hash tiles from
  /// the root down, entries, partial tiles of earlier checkpoints.
  ///
  /// @param where the file
  public record Wrong(String what, String where, String expected, String found) implements Result {}

  /// @param note the checkpoint's bytes as they are stored
  /// @throws dev.bulwark.kernel.store.StoreFault when the tiles cannot be read
  public static Result audit(TileReader tiles, Bytes note, LedgerVerifier verifier) {
    return audit(tiles, note, verifier, null);
  }

  /// As {@link #audit(TileReader, Bytes, LedgerVerifier)}, and proves that the ledger has only
  /// grown since `remembered`.
  public static Result auditSince(
      TileReader tiles, Bytes note, LedgerVerifier verifier, Checkpoint remembered) {
    return audit(tiles, note, verifier, remembered);
  }

  private static Result audit(
      TileReader tiles, Bytes note, LedgerVerifier verifier, @Nullable Checkpoint remembered) {
    return switch (Checkpoint.verify(note, verifier)) {
      case Checkpoint.Verification.Refused(String expected, String found) ->
          new Wrong("the checkpoint does not verify", Ledger.CHECKPOINT, expected, found);
      case Checkpoint.Verification.Verified(Checkpoint checkpoint) ->
          audit(tiles, checkpoint, remembered);
    };
  }

  private static Result audit(
      TileReader tiles, Checkpoint checkpoint, @Nullable Checkpoint remembered) {
    try {
      if (remembered != null && remembered.size() > checkpoint.size()) {
        return rolledBack(checkpoint, remembered);
      }
      TiledTree tree = TiledTree.open(tiles, checkpoint);
      if (remembered != null) {
        Optional<Wrong> fork = fork(tree, remembered);
        if (fork.isPresent()) {
          return fork.get();
        }
      }
      hashTiles(tree);
      bundles(tree);
      earlierPartials(tiles, tree);
      return new Sound(checkpoint);
    } catch (LedgerFault e) {
      LedgerFault.Damage damage = e.damage().orElseThrow(() -> e);
      return new Wrong(damage.what(), damage.where(), damage.expected(), damage.found());
    }
  }

  private static Wrong rolledBack(Checkpoint checkpoint, Checkpoint remembered) {
    return new Wrong(
        "the ledger was rolled back",
        Ledger.CHECKPOINT,
        "at least the " + remembered.size() + " entries of the remembered checkpoint",
        checkpoint.size() + " entries");
  }

  private static Optional<Wrong> fork(TiledTree tree, Checkpoint remembered) {
    ConsistencyProof proof = tree.proveConsistency(remembered.size());
    if (proof.proves(remembered.head(), tree.head())) {
      return Optional.empty();
    }
    boolean same = remembered.origin().equals(tree.head().origin());
    Digest found = tree.rootAt(remembered.size());
    return Optional.of(
        new Wrong(
            same ? "the ledger's past was rewritten" : "the checkpoint is another ledger's",
            Ledger.CHECKPOINT,
            same
                ? "the root " + remembered.head().root() + " at " + remembered.size() + " entries"
                : "the origin " + remembered.origin(),
            same ? "the root " + found : "the origin " + tree.head().origin()));
  }

  /// From the top level down, so that a tile is compared with a parent that already holds.
  private static void hashTiles(TiledTree tree) {
    long size = tree.head().size();
    for (int level = Frontier.levelsOf(size) - 1; level >= 0; level--) {
      for (long index = 0; index < Frontier.fullTiles(level, size); index++) {
        tree.tile(level, index);
      }
    }
  }

  private static void bundles(TiledTree tree) {
    long size = tree.head().size();
    for (long number = 0; number * TilePath.FULL < size; number++) {
      tree.bundle(number);
    }
  }

  /// Partial tiles of earlier checkpoints must be the beginning of what is there now.
  private static void earlierPartials(TileReader tiles, TiledTree tree) {
    long size = tree.head().size();
    List<TilePath> partials =
        IntStream.range(TilePath.ENTRIES, Frontier.levelsOf(size))
            .boxed()
            .flatMap(level -> tiles.list(level, 0, 1 + tilesOf(level, size)).stream())
            .filter(path -> path.isPartial() && path.isWithin(size))
            .sorted(
                Comparator.comparingInt(TilePath::level)
                    .thenComparingLong(TilePath::index)
                    .thenComparingInt(TilePath::width))
            .toList();
    for (TilePath path : partials) {
      Bytes found = tiles.read(path).orElse(Bytes.EMPTY);
      Bytes expected = expected(tree, path);
      if (!found.equals(expected)) {
        throw LedgerFault.damaged(
            "a partial tile of an earlier checkpoint is not the beginning of the present one",
            path.path(),
            Digest.of(expected).toString(),
            Digest.of(found).toString());
      }
    }
  }

  private static long tilesOf(int level, long size) {
    return Frontier.fullTiles(Math.max(level, 0), size);
  }

  private static Bytes expected(TiledTree tree, TilePath path) {
    return path.isEntries()
        ? EntryBundle.render(tree.bundle(path.index()).subList(0, path.width()))
        : tree.tile(path.level(), path.index()).slice(0, path.width() * Merkle.HASH_BYTES);
  }
}
