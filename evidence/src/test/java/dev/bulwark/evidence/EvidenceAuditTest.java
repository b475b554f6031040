package dev.bulwark.evidence;

import static dev.bulwark.evidence.EvidenceFixture.key;
import static dev.bulwark.evidence.EvidenceFixture.sign;
import static dev.bulwark.evidence.EvidenceFixture.statement;
import static dev.bulwark.evidence.LogInMemory.JUDGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.EvidenceAudit.Result;
import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.evidence.vault.VaultKey;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EvidenceAuditTest {
  private static final Json.Obj NOTHING = Json.object().build();
  private static final Statement RUN = statement(PredicateType.TEST_RESULT, "model", NOTHING);

  private final LogInMemory memory = LogInMemory.begun();

  private Result.Wrong wrong() {
    Result result = memory.audit();
    assertThat(result).isInstanceOf(Result.Wrong.class);
    return (Result.Wrong) result;
  }

  @Test
  void aWholeLogIsSound() {
    memory.run(log -> log.record(RUN, JUDGE));
    assertThat(memory.audit())
        .isInstanceOfSatisfying(
            Result.Sound.class,
            sound -> {
              assertThat(sound.checkpoint()).isEqualTo(memory.checkpoint());
              assertThat(sound.contents().evidence()).hasSize(5);
            });
  }

  @Test
  void aSignatureThatDoesNotHoldIsNamed() {
    Envelope valid = Envelope.parse(sign(RUN, JUDGE));
    Envelope changed =
        new Envelope(
            valid.payloadType(),
            statement(PredicateType.TEST_RESULT, "other model", NOTHING).json().canonicalBytes(),
            valid.signatures());
    memory.append(LedgerEntry.Type.EVIDENCE, changed.bytes());
    assertThat(wrong().where()).isEqualTo("entry 4");
    assertThat(wrong().what()).contains("signature");
    assertThat(memory.read().evidence().getLast().assurance()).isEqualTo(Assurance.A0);
  }

  @Test
  void aSignerNobodyKnewIsNamed() {
    memory.append(LedgerEntry.Type.EVIDENCE, sign(RUN, key("stranger")));
    assertThat(wrong().where()).isEqualTo("entry 4");
    assertThat(wrong().what()).contains("unknown_signer");
  }

  @Test
  void theFirstWrongThingIsTheOneNamed() {
    memory.append(LedgerEntry.Type.EVIDENCE, sign(RUN, key("stranger")));
    memory.append(LedgerEntry.Type.EVIDENCE, Bytes.utf8("no envelope"));
    assertThat(wrong().where()).isEqualTo("entry 4");
  }

  @Test
  void anEntryThatIsNoneOfOursIsNamed() {
    for (String entry : List.of("junk", "{}", "{\"v\":2}", "{\"v\":1,\"type\":\"evidence\"}")) {
      LogInMemory other = new LogInMemory(memory.stores.copy());
      other.append(Bytes.utf8(entry));
      assertThat(other.audit())
          .isInstanceOfSatisfying(
              Result.Wrong.class, wrong -> assertThat(wrong.where()).isEqualTo("entry 4"));
    }
  }

  @Test
  void anotherRenderingOfAnEntryIsNamed() {
    Bytes entry = new LedgerEntry(LedgerEntry.Type.EVIDENCE, memory.now, sealed()).bytes();
    memory.append(Bytes.utf8(entry.utf8().replace(",", ", ")));
    assertThat(wrong().found()).contains("another rendering");
  }

  @Test
  void anEntryThatCallsItselfSomethingElseIsNamed() {
    memory.append(LedgerEntry.Type.KEY, sign(RUN, JUDGE));
    assertThat(wrong().what()).contains("something else");
  }

  @Test
  void timesThatRunBackwardsAreNamed() {
    memory.now = memory.now.minusSeconds(600);
    memory.append(LedgerEntry.Type.EVIDENCE, sign(RUN, JUDGE));
    assertThat(wrong().what()).contains("older than the one before");
  }

  @Test
  void anEntryWithoutItsEnvelopeIsNamedWithItsPlaceInTheStore() {
    memory.stores.files().keySet().removeIf(name -> name.startsWith("blob/envelopes/"));
    assertThat(wrong().what()).contains("entry 0");
    assertThat(wrong().where()).startsWith("envelopes/");
  }

  @Test
  void aKeyDestroyedWithoutAnErasureOnRecordIsNamed() {
    memory.run(log -> log.record(RUN, JUDGE));
    try (Ledger ledger = memory.ledger()) {
      memory.vault().erase(LedgerEntry.parse(ledger.entry(4)).sealed());
    }
    assertThat(wrong().what()).contains("no erasure is on record");
    assertThat(wrong().where()).isEqualTo("entry 4");
  }

  @Test
  void aRollBackIsFoundByWhoeverRemembersACheckpoint() {
    StoresInMemory before = memory.stores.copy();
    memory.run(log -> log.record(RUN, JUDGE));
    Checkpoint remembered = memory.checkpoint();
    LogInMemory back = new LogInMemory(before);
    assertThat(back.audit()).isInstanceOf(Result.Sound.class);
    assertThat(back.auditor().auditSince(back.note(), remembered)).isInstanceOf(Result.Wrong.class);
    assertThat(memory.auditor().auditSince(memory.note(), remembered))
        .isInstanceOf(Result.Sound.class);
  }

  @Test
  void anotherJudgesKeyIsNotBelieved() {
    EvidenceAudit auditor = memory.auditor(key("other").verifyingKey(), LogInMemory.VAULT_KEY);
    assertThat(auditor.audit(memory.note()))
        .isInstanceOfSatisfying(
            Result.Wrong.class, wrong -> assertThat(wrong.where()).isEqualTo("entry 0"));
  }

  @Test
  void anotherVaultKeyIsCalledThat() {
    VaultKey other = VaultKey.generate(new SecureRandom());
    assertThat(memory.auditor(JUDGE.verifyingKey(), other).audit(memory.note()))
        .isInstanceOfSatisfying(
            Result.Wrong.class, wrong -> assertThat(wrong.found()).contains("vault key"));
  }

  @Test
  void everyDamageIsFound() {
    damage(800);
  }

  @Test
  @Tag("slow")
  void everyOfTenThousandDamagesIsFound() {
    damage(10_000);
  }

  /// Bytes changed, files cut, lost or swapped, anywhere in ledger, vault and memory.
  private void damage(int cases) {
    memory.run(
        log -> {
          Evidence victim = log.recordAll(List.of(RUN, RUN), JUDGE).getFirst();
          log.erase(Set.of(victim.index()), "r", JUDGE);
        });
    assertThat(memory.audit()).isInstanceOf(Result.Sound.class);
    List<String> names = List.copyOf(memory.stores.files().keySet());
    ForAll.cases(
        cases,
        random -> {
          LogInMemory damaged = new LogInMemory(memory.stores.copy());
          String name = names.get(random.nextInt(names.size()));
          damage(damaged.stores, name, names, random);
          if (isSpent(name, damaged.stores)) {
            return;
          }
          assertThat(damaged.audit()).as(name).isInstanceOf(Result.Wrong.class);
        });
  }

  private static void damage(
      StoresInMemory stores, String name, List<String> names, RandomGenerator random) {
    Bytes bytes = stores.files().get(name);
    switch (random.nextInt(12)) {
      case 0 -> stores.files().remove(name);
      case 1 -> {
        String other = names.get(random.nextInt(names.size()));
        Bytes there = stores.files().get(other);
        stores.files().put(name, there);
        stores.files().put(other, bytes);
      }
      default -> stores.files().put(name, Bytes.of(Mangle.once(bytes.toArray(), random)));
    }
  }

  /// What proves nothing either way: a file swapped with itself, a lost memory, a lost tile of an
  /// earlier, smaller checkpoint; and a lost checkpoint, which leaves nothing to hand to an audit.
  private boolean isSpent(String name, StoresInMemory damaged) {
    boolean lost = !damaged.files().containsKey(name);
    return damaged.files().equals(memory.stores.files())
        || !damaged.files().containsKey("cell/" + Ledger.CHECKPOINT)
        || (lost && name.equals("cell/" + SignatureMemory.CELL))
        || (lost && name.contains(".p/") && !name.contains(".p/" + memory.checkpoint().size()));
  }

  @Test
  void aChangedMemoryIsAWrongAndALostOneIsNot() {
    String cell = "cell/" + SignatureMemory.CELL;
    assertThat(memory.stores.files()).containsKey(cell);
    memory.stores.files().put(cell, Bytes.utf8("{}"));
    assertThat(wrong().where()).isEqualTo(SignatureMemory.CELL);
    memory.stores.files().remove(cell);
    assertThat(memory.audit()).isInstanceOf(Result.Sound.class);
  }

  @Test
  void anUnreadableStatementIsNamedInReadingToo() {
    memory.append(LedgerEntry.Type.EVIDENCE, Bytes.utf8("{}"));
    assertThat(wrong().where()).isEqualTo("entry 4");
    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(EvidenceFault.class, memory::read)
                .type())
        .isEqualTo(EvidenceFault.EVIDENCE_DAMAGED);
  }

  private dev.bulwark.evidence.vault.Sealed sealed() {
    return memory.vault().seal(List.of(sign(RUN, JUDGE))).getFirst();
  }
}
