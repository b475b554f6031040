package dev.bulwark.evidence.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.ProblemType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static void requireFault(ProblemType type, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            LedgerFault.class, fault -> assertThat(fault.type()).isEqualTo(type));
  }

  @Test
  void entriesUpToTheLimitAreTakenAndLongerOnesRefused() {
    Fixture fixture = new Fixture();
    Bytes longest = Bytes.of(new byte[Ledger.MAX_ENTRY_BYTES]);
    try (Ledger ledger = fixture.open()) {
      assertThat(ledger.appendAll(List.of(longest, Bytes.EMPTY, longest)))
          .containsExactly(0L, 1L, 2L);
      requireFault(
          LedgerFault.TOO_LARGE,
          () -> ledger.append(Bytes.of(new byte[Ledger.MAX_ENTRY_BYTES + 1])));
      requireFault(
          LedgerFault.TOO_LARGE,
          () -> ledger.appendAll(Collections.nCopies(Ledger.MAX_BATCH_ENTRIES + 1, Bytes.EMPTY)));
      requireFault(
          LedgerFault.TOO_LARGE, () -> ledger.appendAll(Collections.nCopies(1025, longest)));
      assertThat(ledger.entries(0, 3)).containsExactly(longest, Bytes.EMPTY, longest);
      assertThat(ledger.appendAll(List.of())).isEmpty();
    }
    assertThat(fixture.audit()).isInstanceOf(LedgerAudit.Sound.class);
  }

  @Test
  void askingBeyondTheEndIsAFaultOfTheCaller() {
    try (Ledger ledger = Fixture.grown(5, 5).open()) {
      requireFault(LedgerFault.OUT_OF_RANGE, () -> ledger.entry(5));
      requireFault(LedgerFault.OUT_OF_RANGE, () -> ledger.entry(-1));
      requireFault(LedgerFault.OUT_OF_RANGE, () -> ledger.entries(3, 6));
      requireFault(LedgerFault.OUT_OF_RANGE, () -> ledger.entries(4, 3));
      requireFault(LedgerFault.OUT_OF_RANGE, () -> ledger.proveInclusion(5));
      requireFault(LedgerFault.OUT_OF_RANGE, () -> ledger.proveConsistency(6));
      assertThat(ledger.entries(5, 5)).isEmpty();
    }
  }

  @Test
  void aClosedLedgerTakesNothingAndStillReads() {
    Ledger ledger = Fixture.grown(5, 5).open();
    ledger.close();
    requireFault(LedgerFault.CLOSED, () -> ledger.append(Bytes.EMPTY));
    assertThat(ledger.entry(4)).isEqualTo(Fixture.entry(4));
  }

  @Test
  void tilesOfAnUnfinishedBatchAreRemovedAndTold() {
    Fixture fixture = Fixture.grown(300, 300);
    Growing.Grown unfinished =
        Growing.grow(
            new Growing.Tree(Frontier.read(fixture.tiles, 300), Fixture.entries(256, 300)),
            Fixture.entries(300, 600));
    fixture.tiles.write(unfinished.tiles());
    assertThat(fixture.audit()).isInstanceOf(LedgerAudit.Sound.class);
    try (Ledger ledger = fixture.open()) {
      assertThat(ledger.size()).isEqualTo(300);
      assertThat(ledger.recovered().unpublished())
          .containsExactlyInAnyOrderElementsOf(unfinished.tiles().keySet());
    }
    try (Ledger ledger = fixture.open()) {
      assertThat(ledger.recovered().isClean()).isTrue();
    }
  }

  /// An old checkpoint under newer tiles: opening must not throw away what others may have been
  /// promised.
  @Test
  void aCheckpointThatWentBackIsRefusedAndNothingRemoved() {
    Fixture fixture = new Fixture();
    Bytes old;
    try (Ledger ledger = fixture.open()) {
      ledger.appendAll(Fixture.entries(0, 10));
      old = ledger.checkpoint().note();
      ledger.appendAll(Fixture.entries(10, 20));
      ledger.appendAll(Fixture.entries(20, 30));
    }
    Map<TilePath, Bytes> before = Map.copyOf(fixture.tiles.tiles);
    fixture.cells.replace(Ledger.CHECKPOINT, Optional.of(fixture.note()), old);
    requireFault(LedgerFault.DAMAGED, fixture::open);
    assertThat(fixture.tiles.tiles).isEqualTo(before);
  }

  @Test
  void tilesWithoutACheckpointAreRefused() {
    Fixture fixture = Fixture.grown(10, 10);
    Fixture bare = new Fixture();
    bare.tiles.write(fixture.tiles.tiles);
    requireFault(LedgerFault.DAMAGED, bare::open);
    assertThat(bare.tiles.tiles).isEqualTo(fixture.tiles.tiles);
  }

  @Test
  void anotherKeyOrNameDoesNotOpenTheLedger() {
    Fixture fixture = Fixture.grown(10, 10);
    requireFault(
        LedgerFault.DAMAGED,
        () -> Ledger.open(fixture.tiles, fixture.cells, Fixture.keys(), Fixture.ORIGIN));
    requireFault(
        LedgerFault.DAMAGED,
        () -> Ledger.open(fixture.tiles, fixture.cells, Fixture.KEYS, "example.com/other"));
    fixture.open().close();
  }

  @Test
  void aDamagedEdgeDoesNotOpen() {
    for (TilePath path : Fixture.grown(600, 600).paths()) {
      Fixture fixture = Fixture.grown(600, 600);
      if (path.isPartial()) {
        byte[] content = fixture.tiles.tiles.get(path).toArray();
        content[content.length - 1] ^= 1;
        fixture.tiles.tiles.put(path, Bytes.of(content));
        requireFault(LedgerFault.DAMAGED, fixture::open);
      }
    }
  }

  @Test
  void spentPartialTilesGoWhenTheLedgerCloses() {
    Fixture fixture = new Fixture();
    try (Ledger ledger = fixture.open()) {
      for (int i = 0; i < 300; i++) {
        ledger.append(Fixture.entry(i));
      }
      assertThat(fixture.tiles.tiles).containsKey(TilePath.entries(0, 17));
    }
    assertThat(fixture.tiles.tiles).doesNotContainKey(TilePath.entries(0, 17));
    assertThat(fixture.tiles.tiles).containsKey(TilePath.entries(1, 17));
    assertThat(fixture.audit()).isInstanceOf(LedgerAudit.Sound.class);
  }

  /// An interrupted caller is told the truth: certainly not in, or not known.
  @Test
  void anInterruptedCallerIsToldTheTruth() throws InterruptedException {
    Fixture fixture = new Fixture();
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    TileStore slow = new Stalling(fixture.tiles, writing, goOn);
    try (Ledger ledger = Ledger.open(slow, fixture.cells, Fixture.KEYS, Fixture.ORIGIN)) {
      AtomicReference<Object> first = new AtomicReference<>();
      AtomicReference<Object> second = new AtomicReference<>();
      Thread one = Thread.startVirtualThread(() -> first.set(outcome(ledger, "one")));
      writing.await();
      Thread two = Thread.startVirtualThread(() -> second.set(outcome(ledger, "two")));
      two.interrupt();
      one.interrupt();
      one.join();
      two.join();
      goOn.countDown();
      assertThat(first.get()).isEqualTo(LedgerFault.IN_DOUBT);
      assertThat(second.get()).isEqualTo(LedgerFault.NOT_APPENDED);
      assertThat(ledger.append(Bytes.utf8("three"))).isEqualTo(1);
      assertThat(ledger.entry(0)).isEqualTo(Bytes.utf8("one"));
    }
  }

  private static Object outcome(Ledger ledger, String entry) {
    try {
      return ledger.append(Bytes.utf8(entry));
    } catch (LedgerFault e) {
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      return e.type();
    }
  }

  private record Stalling(TileStore inner, CountDownLatch writing, CountDownLatch goOn)
      implements TileStore {
    @Override
    public Optional<Bytes> read(TilePath path) {
      return inner.read(path);
    }

    @Override
    public void write(Map<TilePath, Bytes> tiles) {
      writing.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new AssertionError("the writer is nobody's to interrupt", e);
      }
      inner.write(tiles);
    }

    @Override
    public List<TilePath> list(int level, long from, long to) {
      return inner.list(level, from, to);
    }

    @Override
    public void remove(java.util.Collection<TilePath> tiles) {
      inner.remove(tiles);
    }

    @Override
    public Optional<Lease> lease() {
      return inner.lease();
    }
  }

  @Test
  void aDefectOfTheStoreEndsTheLedgerAndNobodyWaitsForEver() {
    Fixture fixture = new Fixture();
    CountDownLatch open = new CountDownLatch(0);
    TileStore broken = new Stalling(fixture.tiles, open, null);
    try (Ledger ledger = Ledger.open(broken, fixture.cells, Fixture.KEYS, Fixture.ORIGIN)) {
      assertThatThrownBy(() -> ledger.append(Bytes.utf8("one")))
          .isInstanceOf(IllegalStateException.class);
      requireFault(LedgerFault.CLOSED, () -> ledger.append(Bytes.utf8("two")));
    }
  }

  @Test
  void readersFollowAGrowingLedgerFromTilesAlone() {
    Fixture fixture = new Fixture();
    List<Checkpoint> seen = new ArrayList<>();
    try (Ledger ledger = fixture.open()) {
      for (int at = 0; at < 1200; at += 75) {
        ledger.appendAll(Fixture.entries(at, at + 75));
        seen.add(ledger.checkpoint());
      }
      for (Checkpoint checkpoint : seen) {
        TiledTree reader = TiledTree.open(fixture.tiles, checkpoint);
        assertThat(reader.entries(0, checkpoint.size()))
            .containsExactlyElementsOf(Fixture.entries(0, (int) checkpoint.size()));
      }
    }
  }

  @Test
  void aTlogProofStandsAlone() {
    Fixture fixture = Fixture.grown(700, 100);
    try (Ledger ledger = fixture.open()) {
      for (long index : new long[] {0, 255, 256, 699}) {
        Bytes file = TlogProof.of(ledger.tree(), ledger.checkpoint(), index).render();
        TlogProof proof = TlogProof.parse(file).orElseThrow();
        assertThat(proof.render()).isEqualTo(file);
        assertThat(proof.verify(Fixture.entry(index), Fixture.VERIFIER))
            .contains(ledger.checkpoint());
        assertThat(proof.verify(Fixture.entry(index + 1), Fixture.VERIFIER)).isEmpty();
        assertThat(file.utf8()).startsWith("c2sp.org/tlog-proof@v1\nindex " + index + "\n");
      }
    }
  }
}
