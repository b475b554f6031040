package dev.bulwark.evidence;

import static dev.bulwark.evidence.EvidenceFixture.key;
import static dev.bulwark.evidence.EvidenceFixture.statement;
import static dev.bulwark.evidence.LogInMemory.JUDGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EvidenceLogTest {
  private static final Json.Obj NOTHING = Json.object().build();
  private static final Statement RUN = statement(PredicateType.TEST_RESULT, "model", NOTHING);
  private static final Statement VOTE = statement(PredicateType.ATTESTATION, "design", NOTHING);

  private final LogInMemory memory = LogInMemory.begun();

  private static EvidenceFault fault(ThrowingCallable call) {
    EvidenceFault fault = catchThrowableOfType(EvidenceFault.class, call);
    assertThat(fault).isNotNull();
    return fault;
  }

  @Test
  void whatIsRecordedIsReadBackTheSameByAnybody() {
    List<Evidence> recorded = new ArrayList<>();
    memory.run(
        log -> {
          recorded.addAll(log.recordAll(List.of(RUN, statement("t", "x", NOTHING)), JUDGE));
          recorded.add(log.record(VOTE, key("mira")));
          recorded.add(log.record(RUN, key("ci")));
          assertThat(log.all()).endsWith(recorded.toArray(Evidence[]::new));
        });
    assertThat(recorded)
        .extracting(Evidence::assurance)
        .containsExactly(Assurance.A4, Assurance.A4, Assurance.A1, Assurance.A3);
    assertThat(recorded).extracting(Evidence::index).containsExactly(4L, 5L, 6L, 7L);
    List<Evidence> read = memory.read().evidence();
    assertThat(read).hasSize(8);
    for (Evidence evidence : recorded) {
      Evidence again = read.get((int) evidence.index());
      assertThat(again).usingRecursiveComparison().isEqualTo(evidence);
    }
    assertThat(memory.read().roster().holds("mira", "risk", memory.now)).isTrue();
  }

  @Test
  void aBatchIsOneMomentAndOneCheckpoint() {
    memory.run(
        log -> {
          List<Evidence> batch = log.recordAll(List.of(RUN, RUN, RUN), JUDGE);
          assertThat(batch)
              .extracting(Evidence::received)
              .containsOnly(batch.getFirst().received());
          assertThat(log.recordAll(List.of(), JUDGE)).isEmpty();
        });
  }

  @Test
  void theLedgerShowsNothingOfTheEnvelopes() {
    memory.run(log -> log.record(statement("https://example.com/marker", "mira", NOTHING), JUDGE));
    memory
        .stores
        .files()
        .forEach(
            (name, bytes) ->
                assertThat(
                        new String(bytes.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .as(name)
                    .doesNotContain("mira")
                    .doesNotContain("marker"));
  }

  @Test
  void anEntryIsCanonicalAndSmall() {
    try (Ledger ledger = memory.ledger()) {
      assertThat(ledger.entry(0).utf8())
          .matches(
              "\\{\"commitment\":\"sha256:[0-9a-f]{64}\",\"pack\":\"sha256:[0-9a-f]{64}\",\"part\":0,"
                  + "\"time\":\"2026-03-01T12:00:02\\.000000Z\",\"type\":\"key\",\"v\":1\\}");
    }
  }

  @Test
  void aClockSetBackIsRefusedAndNothingIsWritten() {
    memory.now = memory.now.minusSeconds(3);
    int files = memory.stores.files().size();
    memory.run(
        log -> {
          EvidenceFault fault = fault(() -> log.record(RUN, JUDGE));
          assertThat(fault.type()).isEqualTo(EvidenceFault.CLOCK_SET_BACK);
          assertThat(fault).hasMessageContaining("set the clock right");
        });
    assertThat(memory.stores.files()).hasSizeLessThanOrEqualTo(files);
  }

  @Test
  void whatWouldSatisfyNothingIsRefusedWithTheReason() {
    memory.run(
        log -> {
          assertThat(fault(() -> log.record(RUN, key("stranger"))).type())
              .isEqualTo(EvidenceFault.EVIDENCE_REFUSED);
          assertThat(fault(() -> log.record(VOTE, JUDGE))).hasMessageContaining("a person");
          Statement ahead =
              statement("t", "x", Json.object().put("time", "2030-01-01T00:00:00Z").build());
          assertThat(fault(() -> log.record(ahead, JUDGE))).hasMessageContaining("predicate.time");
          Statement shapeless = statement(PredicateType.KEY, "x", NOTHING);
          assertThat(fault(() -> log.record(shapeless, JUDGE)).type())
              .isEqualTo(EvidenceFault.PREDICATE_MALFORMED);
          LogInMemory.event(
              log,
              new RosterEvent.Revoked(
                  key("mira").verifyingKey().digest(), RosterEvent.Reason.LEFT, memory.now));
          assertThat(fault(() -> log.record(VOTE, key("mira")))).hasMessageContaining("revoked");
          assertThat(log.all()).hasSize(5);
        });
  }

  @Test
  void anEmptyLedgerBeginsWithItsJudgeOnce() {
    LogInMemory empty = new LogInMemory();
    empty.run(
        log -> {
          assertThat(log.all()).isEmpty();
          assertThat(fault(() -> log.record(RUN, JUDGE))).hasMessageContaining("begin");
          log.begin(JUDGE, "judge");
          log.begin(JUDGE, "judge");
          assertThat(log.all()).hasSize(1);
          assertThat(log.roster().trusts(JUDGE.id(), Instant.MIN)).isTrue();
        });
  }

  @Test
  void anotherJudgeCannotOpenIt() {
    try (Ledger ledger = memory.ledger()) {
      assertThat(
              fault(
                      () ->
                          EvidenceLog.open(
                              ledger,
                              memory.vault(),
                              memory.stores,
                              key("other").verifyingKey(),
                              () -> memory.now))
                  .type())
          .isEqualTo(EvidenceFault.OTHER_JUDGE);
    }
  }

  @Test
  void missingEvidenceIsAFaultAndNeverAShorterList() {
    memory.run(log -> log.record(RUN, JUDGE));
    List<String> names = List.copyOf(memory.stores.files().keySet());
    for (String name : names) {
      if (name.contains("/keys/") || name.contains("/envelopes/")) {
        LogInMemory damaged = new LogInMemory(memory.stores.copy());
        damaged.stores.files().remove(name);
        EvidenceFault fault = fault(damaged::read);
        assertThat(fault.type()).isEqualTo(EvidenceFault.EVIDENCE_DAMAGED);
        assertThat(fault).hasMessageContaining("entry ").hasMessageContaining("run an audit");
      }
    }
  }

  @Test
  void erasedEvidenceIsShownAsErasedAndTheLogStaysWhole() {
    memory.run(
        log -> {
          Evidence victim = log.record(RUN, key("mira"));
          Evidence kept = log.record(VOTE, key("mira"));
          Evidence erasure = log.erase(Set.of(victim.index()), "asked by its subject", JUDGE);
          assertThat(log.all()).contains(kept, erasure).doesNotContain(victim);
          assertThat(log.erased())
              .singleElement()
              .satisfies(
                  erased -> {
                    assertThat(erased.what().predicateType()).isEqualTo(PredicateType.TEST_RESULT);
                    assertThat(erased.what().subjects())
                        .containsExactly(RUN.subjects().getFirst().digest());
                    assertThat(erased.received()).isEqualTo(victim.received());
                    assertThat(erased.by()).isEqualTo(erasure.index());
                  });
        });
    assertThat(memory.read().erased()).hasSize(1);
    assertThat(memory.read().evidence()).hasSize(6);
    assertThat(memory.audit()).isInstanceOf(EvidenceAudit.Result.Sound.class);
    memory.run(log -> assertThat(fault(() -> log.erase(Set.of(4L), "again", JUDGE))).isNotNull());
  }

  @Test
  void rosterEventsAndErasuresCannotBeErased() {
    memory.run(
        log -> {
          assertThat(fault(() -> log.erase(Set.of(1L), "r", JUDGE)).type())
              .isEqualTo(EvidenceFault.EVIDENCE_REFUSED);
          assertThat(fault(() -> log.erase(Set.of(99L), "r", JUDGE))).isNotNull();
          assertThat(fault(() -> log.erase(Set.of(), "r", JUDGE))).isNotNull();
          Evidence victim = log.record(RUN, JUDGE);
          Evidence erasure = log.erase(Set.of(victim.index()), "r", JUDGE);
          assertThat(fault(() -> log.erase(Set.of(erasure.index()), "r", JUDGE))).isNotNull();
          Evidence mine = log.record(RUN, key("mira"));
          assertThat(fault(() -> log.erase(Set.of(mine.index()), "r", key("mira")))).isNotNull();
        });
  }

  /// A thief of the judge's key cannot make a revocation or a grant vanish.
  @Test
  void anErasureThatNamesARosterEventTakesNothingAway() {
    Evidence event = memory.read().evidence().get(3);
    Statement lie = new Erasure("r", List.of(Erasure.Entry.of(event))).statement();
    memory.run(
        log ->
            assertThat(fault(() -> log.record(lie, JUDGE)).type())
                .isEqualTo(EvidenceFault.EVIDENCE_REFUSED));
    memory.append(LedgerEntry.Type.ERASURE, EvidenceFixture.sign(lie, JUDGE));
    assertThat(memory.read().erased()).isEmpty();
    assertThat(memory.read().roster().holds("mira", "risk", memory.now)).isTrue();
    try (Ledger ledger = memory.ledger()) {
      memory.vault().erase(LedgerEntry.parse(ledger.entry(3)).sealed());
    }
    assertThat(fault(memory::read).type()).isEqualTo(EvidenceFault.EVIDENCE_DAMAGED);
  }

  /// Every write of a record and of an erasure fails in turn, persisted and not; after a restart
  /// everything acknowledged is there, and the audit holds.
  @Test
  void aCrashBetweenAnyTwoWritesLosesNothingAcknowledged() {
    for (boolean persists : new boolean[] {false, true}) {
      for (int write = 0; write < 12; write++) {
        LogInMemory crashing = new LogInMemory(LogInMemory.begun().stores);
        crashing.now = memory.now;
        List<Long> acknowledged = new ArrayList<>();
        List<Long> erased = new ArrayList<>();
        crash(crashing, write, persists, acknowledged, erased);
        crashing.stores.heal();
        crashing.run(
            log -> {
              List<Long> there = new ArrayList<>();
              log.all().forEach(evidence -> there.add(evidence.index()));
              erased.forEach(index -> assertThat(there).doesNotContain(index));
              log.erased().forEach(gone -> there.add(gone.what().index()));
              acknowledged.forEach(index -> assertThat(there).contains(index));
              log.record(VOTE, key("mira"));
            });
        assertThat(crashing.audit()).isInstanceOf(EvidenceAudit.Result.Sound.class);
      }
    }
  }

  private static void crash(
      LogInMemory memory, int write, boolean persists, List<Long> acknowledged, List<Long> erased) {
    try (Ledger ledger = memory.ledger();
        EvidenceLog log = memory.open(ledger)) {
      memory.stores.failAfter(write, persists);
      Evidence one = log.recordAll(List.of(RUN, RUN), JUDGE).getFirst();
      acknowledged.add(one.index());
      log.erase(Set.of(one.index()), "r", JUDGE);
      erased.add(one.index());
    } catch (Fault e) {
      assertThat(e).isNotNull();
    }
  }

  @Test
  void anErasureACrashInterruptedIsFinishedAtTheNextStart() {
    memory.run(
        log -> {
          Evidence victim = log.record(RUN, JUDGE);
          // The erasure's page, pack, entry tiles and checkpoint are written; the key is not gone.
          int writes = writesOfOneRecord();
          memory.stores.failAfter(writes, false);
          assertThatThrownBy(() -> log.erase(Set.of(victim.index()), "r", JUDGE))
              .isInstanceOf(Fault.class);
          memory.stores.heal();
        });
    assertThat(memory.read().erased()).hasSize(1);
    StoresInMemory before = memory.stores.copy();
    memory.run(log -> assertThat(log.erased()).hasSize(1));
    assertThat(memory.stores.files().keySet().size()).isLessThan(before.files().size());
    assertThat(memory.audit()).isInstanceOf(EvidenceAudit.Result.Sound.class);
  }

  private static int writesOfOneRecord() {
    LogInMemory counting = LogInMemory.begun();
    int writes = 0;
    while (true) {
      LogInMemory trial = new LogInMemory(counting.stores.copy());
      trial.now = counting.now;
      boolean[] done = {false};
      int after = writes;
      try (Ledger ledger = trial.ledger();
          EvidenceLog log = trial.open(ledger)) {
        trial.stores.failAfter(after, false);
        log.record(RUN, JUDGE);
        done[0] = true;
        trial.stores.heal();
      } catch (Fault e) {
        trial.stores.heal();
      }
      if (done[0]) {
        return writes;
      }
      writes++;
    }
  }

  @Test
  void aReaderFollowsTheWriter() {
    memory.run(
        log -> {
          int before = memory.read().evidence().size();
          log.record(RUN, JUDGE);
          assertThat(memory.read().evidence()).hasSize(before + 1);
        });
  }
}
