package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.testkit.MemoryCasStore;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A ledger in memory, its keys, and entries to put into it.
final class Fixture {
  static final String ORIGIN = "example.com/ledger";
  static final LedgerKeys KEYS = keys();
  static final LedgerVerifier VERIFIER = KEYS.verifier(ORIGIN);

  final MemoryTileStore tiles = new MemoryTileStore();
  final CasStore cells = new MemoryCasStore();

  static LedgerKeys keys() {
    try {
      return new LedgerKeys(
          KeyPairGenerator.getInstance("Ed25519").generateKeyPair(),
          KeyPairGenerator.getInstance("ML-DSA-44").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static Bytes entry(long number) {
    return Bytes.utf8("entry " + number + " " + "x".repeat((int) (number % 40)));
  }

  static List<Bytes> entries(int from, int to) {
    return IntStream.range(from, to).mapToObj(Fixture::entry).toList();
  }

  Ledger open() {
    return Ledger.open(tiles, cells, KEYS, ORIGIN);
  }

  /// Grows the ledger to `size` entries in batches of the given sizes, taken in turn.
  static Fixture grown(int size, int... batches) {
    Fixture fixture = new Fixture();
    try (Ledger ledger = fixture.open()) {
      for (int at = 0, turn = 0; at < size; turn++) {
        int end = Math.min(size, at + batches[turn % batches.length]);
        ledger.appendAll(entries(at, end));
        at = end;
      }
    }
    return fixture;
  }

  Bytes note() {
    return cells.find(Ledger.CHECKPOINT).orElseThrow();
  }

  Checkpoint checkpoint() {
    return verified(note());
  }

  static Checkpoint verified(Bytes note) {
    return switch (Checkpoint.verify(note, VERIFIER)) {
      case Checkpoint.Verification.Verified(Checkpoint checkpoint) -> checkpoint;
      case Checkpoint.Verification.Refused refused -> throw new AssertionError(refused);
    };
  }

  LedgerAudit.Result audit() {
    return LedgerAudit.audit(tiles, note(), VERIFIER);
  }

  List<TilePath> paths() {
    List<TilePath> paths = new ArrayList<>(tiles.tiles.keySet());
    paths.sort(java.util.Comparator.comparing(TilePath::path));
    return paths;
  }
}
