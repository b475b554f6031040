package dev.bulwark.evidence.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.testkit.FaultPlan;
import dev.bulwark.testkit.FaultyCasStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Law 11: every write of a ledger's life fails once, kept and lost, alone and followed by more;
/// the process goes on or dies there; and afterwards the ledger is true.
class LedgerFaultsTest {
  private static final int[] BATCHES = {1, 3, 250, 1, 1, 1, 256, 5, 1};

  /// What the callers of one life were told.
  private static final class Told {
    private final Fixture fixture = new Fixture();
    private final List<List<Bytes>> acknowledged = new ArrayList<>();
    private final List<Long> first = new ArrayList<>();
    private final List<List<Bytes>> refused = new ArrayList<>();
    private final List<List<Bytes>> doubted = new ArrayList<>();
    private Optional<Checkpoint> remembered = Optional.empty();
  }

  /// Opens, appends every batch, closes, under a plan. A caller goes on after a fault.
  private static Told live(FaultPlan plan, boolean dieAtTheFault) {
    Told told = new Told();
    FaultyTileStore tiles = new FaultyTileStore(told.fixture.tiles, plan);
    FaultyCasStore cells = new FaultyCasStore(told.fixture.cells, plan);
    try (Ledger ledger = Ledger.open(tiles, cells, Fixture.KEYS, Fixture.ORIGIN)) {
      int at = 0;
      for (int size : BATCHES) {
        append(ledger, Fixture.entries(at, at + size), told);
        at += size;
        if (dieAtTheFault && plan.struck()) {
          break;
        }
      }
    } catch (StoreFault e) {
      assertThat(plan.struck()).isTrue();
    }
    told.fixture.tiles.crash();
    return told;
  }

  private static void append(Ledger ledger, List<Bytes> batch, Told told) {
    try {
      long first = ledger.appendAll(batch).getFirst();
      told.acknowledged.add(batch);
      told.first.add(first);
      told.remembered = Optional.of(ledger.checkpoint());
    } catch (LedgerFault e) {
      if (e.type().equals(LedgerFault.IN_DOUBT)) {
        told.doubted.add(batch);
      } else {
        assertThat(e.type()).isEqualTo(LedgerFault.NOT_APPENDED);
        told.refused.add(batch);
      }
    }
  }

  private static void requireTrue(Told told) {
    told.remembered.ifPresent(
        remembered ->
            assertThat(
                    LedgerAudit.auditSince(
                        told.fixture.tiles, told.fixture.note(), Fixture.VERIFIER, remembered))
                .isInstanceOf(LedgerAudit.Sound.class));
    List<Bytes> log;
    try (Ledger ledger = told.fixture.open()) {
      log = ledger.entries(0, ledger.size()).toList();
      ledger.append(Bytes.utf8("afterwards"));
    }
    assertThat(told.fixture.audit()).isInstanceOf(LedgerAudit.Sound.class);
    for (int i = 0; i < told.acknowledged.size(); i++) {
      int first = Math.toIntExact(told.first.get(i));
      List<Bytes> batch = told.acknowledged.get(i);
      assertThat(log.subList(first, first + batch.size())).isEqualTo(batch);
    }
    int doubted = 0;
    for (List<Bytes> batch : told.doubted) {
      boolean in = log.contains(batch.getFirst());
      assertThat(log.containsAll(batch)).isEqualTo(in);
      doubted += in ? batch.size() : 0;
    }
    for (List<Bytes> batch : told.refused) {
      assertThat(log).doesNotContain(batch.getFirst());
    }
    int acknowledged = told.acknowledged.stream().mapToInt(List::size).sum();
    assertThat(log).hasSize(acknowledged + doubted).doesNotHaveDuplicates();
    requireTidy(told.fixture);
  }

  /// Nothing lies beyond the checkpoint, and every partial tile is one that still counts.
  private static void requireTidy(Fixture fixture) {
    long size = fixture.checkpoint().size();
    assertThat(fixture.paths()).allMatch(path -> path.isWithin(size));
    assertThat(fixture.paths())
        .filteredOn(TilePath::isPartial)
        .noneMatch(path -> path.full().isWithin(size));
  }

  @Test
  void everyWriteMayFailBothWays() {
    FaultPlan none = FaultPlan.none();
    requireTrue(live(none, false));
    assertThat(none.writes()).isGreaterThan(40);
    for (long failing = 0; failing < none.writes(); failing++) {
      for (long count : new long[] {1, 4}) {
        for (boolean kept : new boolean[] {false, true}) {
          requireTrue(live(FaultPlan.of(failing, count, kept), false));
        }
      }
    }
  }

  @Test
  void theProcessMayDieAtEveryWrite() {
    FaultPlan none = FaultPlan.none();
    live(none, true);
    for (long failing = 0; failing < none.writes(); failing++) {
      for (boolean kept : new boolean[] {false, true}) {
        FaultPlan plan = FaultPlan.of(failing, Long.MAX_VALUE, kept);
        Told told = live(plan, true);
        requireTrue(told);
      }
    }
  }

  /// The next life may die as well, at every write of its recovery.
  @Test
  void recoveryMayDieAtEveryWrite() {
    FaultPlan first = FaultPlan.none();
    live(first, true);
    for (long failing = 1; failing < first.writes(); failing += 3) {
      for (long second = 0; second < 12; second++) {
        Told told = live(FaultPlan.of(failing, Long.MAX_VALUE, true), true);
        FaultPlan plan = FaultPlan.of(second, Long.MAX_VALUE, second % 2 == 0);
        try (Ledger ledger =
            Ledger.open(
                new FaultyTileStore(told.fixture.tiles, plan),
                new FaultyCasStore(told.fixture.cells, plan),
                Fixture.KEYS,
                Fixture.ORIGIN)) {
          append(ledger, List.of(Bytes.utf8("second life")), told);
        } catch (Fault e) {
          assertThat(plan.struck()).isTrue();
        }
        told.fixture.tiles.crash();
        requireTrue(told);
      }
    }
  }

  @Test
  void anAppendInDoubtIsSettledBeforeTheNext() {
    Fixture fixture = Fixture.grown(3, 3);
    FaultPlan plan = FaultPlan.of(2, 3, false);
    try (Ledger ledger =
        Ledger.open(
            new FaultyTileStore(fixture.tiles, FaultPlan.none()),
            new FaultyCasStore(fixture.cells, plan),
            Fixture.KEYS,
            Fixture.ORIGIN)) {
      ledger.append(Bytes.utf8("a"));
      ledger.append(Bytes.utf8("b"));
      assertThatThrownBy(() -> ledger.append(Bytes.utf8("doubted")))
          .isInstanceOfSatisfying(
              LedgerFault.class, e -> assertThat(e.type()).isEqualTo(LedgerFault.IN_DOUBT));
      assertThat(ledger.size()).isEqualTo(5);
      assertThat(ledger.append(Bytes.utf8("c"))).isEqualTo(6);
      assertThat(ledger.entry(5)).isEqualTo(Bytes.utf8("doubted"));
    }
    assertThat(fixture.audit()).isInstanceOf(LedgerAudit.Sound.class);
  }

  @Test
  void aSwapThatWasKeptInSpiteOfTheFaultIsAcknowledged() {
    Fixture fixture = new Fixture();
    try (Ledger ledger =
        Ledger.open(
            fixture.tiles,
            new FaultyCasStore(fixture.cells, FaultPlan.of(1, 1, true)),
            Fixture.KEYS,
            Fixture.ORIGIN)) {
      assertThat(ledger.append(Bytes.utf8("one"))).isZero();
      assertThat(ledger.append(Bytes.utf8("two"))).isEqualTo(1);
    }
    assertThat(fixture.audit()).isInstanceOf(LedgerAudit.Sound.class);
  }

  @Test
  void aLedgerThatWasOvertakenStopsForGood() {
    Fixture fixture = new Fixture();
    try (Ledger ledger = fixture.open()) {
      ledger.append(Bytes.utf8("one"));
      fixture.tiles.crash();
      try (Ledger other = fixture.open()) {
        other.append(Bytes.utf8("other"));
      }
      assertThatThrownBy(() -> ledger.append(Bytes.utf8("two"))).isInstanceOf(LedgerFault.class);
      assertThatThrownBy(() -> ledger.append(Bytes.utf8("three")))
          .isInstanceOfSatisfying(
              LedgerFault.class, e -> assertThat(e.type()).isEqualTo(LedgerFault.CLOSED));
    }
    assertThat(fixture.checkpoint().size()).isEqualTo(2);
  }
}
