package dev.bulwark.evidence;

import static dev.bulwark.evidence.EvidenceFixture.sign;
import static dev.bulwark.evidence.EvidenceFixture.statement;
import static dev.bulwark.evidence.LogInMemory.JUDGE;
import static dev.bulwark.evidence.LogInMemory.VAULT_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.tlog.TiledTree;
import dev.bulwark.evidence.vault.VaultKey;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureMemoryTest {
  private static final String CELL = "cell/" + SignatureMemory.CELL;
  private static final Statement RUN =
      statement(PredicateType.TEST_RESULT, "model", Json.object().build());

  private final LogInMemory memory = LogInMemory.begun();

  private List<Bytes> entries() {
    return EvidenceReader.entries(TiledTree.open(memory.stores, memory.checkpoint()));
  }

  private Bytes cell() {
    return memory.stores.files().get(CELL);
  }

  @Test
  void everySignatureOfAClosedLogIsRemembered() {
    SignatureMemory read = SignatureMemory.parse(cell(), entries(), VAULT_KEY).orElseThrow();
    assertThat(read.size()).isEqualTo(4);
    assertThat(read.holds(2, JUDGE.id())).isTrue();
    assertThat(read.holds(2, "sha256:other")).isFalse();
    assertThat(read.holds(4, JUDGE.id())).isFalse();
  }

  @Test
  void anOlderMemoryIsStillTrueOfALongerLedger() {
    Bytes older = cell();
    memory.run(log -> log.record(RUN, JUDGE));
    assertThat(SignatureMemory.parse(older, entries(), VAULT_KEY))
        .hasValueSatisfying(read -> assertThat(read.size()).isEqualTo(4));
  }

  @Test
  void aMemoryOfAnotherKeyOrAnotherLedgerIsNone() {
    assertThat(SignatureMemory.parse(cell(), entries(), VaultKey.generate(new SecureRandom())))
        .isEmpty();
    LogInMemory other = LogInMemory.begun();
    assertThat(SignatureMemory.parse(other.stores.files().get(CELL), entries(), VAULT_KEY))
        .isEmpty();
    assertThat(SignatureMemory.parse(cell(), entries().subList(0, 3), VAULT_KEY)).isEmpty();
  }

  @Test
  void aChangedMemoryIsNone() {
    byte[] valid = cell().toArray();
    List<Bytes> entries = entries();
    ForAll.cases(
        3_000,
        random ->
            assertThat(
                    SignatureMemory.parse(Bytes.of(Mangle.once(valid, random)), entries, VAULT_KEY))
                .isEmpty());
  }

  /// Of a ledger that is too long for a cell it remembers the first entries.
  @Test
  void aMemoryFitsACellHoweverLongTheLedgerIs() {
    List<Evidence> recorded = new ArrayList<>();
    memory.run(log -> recorded.add(log.record(RUN, JUDGE)));
    Evidence one = recorded.getFirst();
    List<Evidence> many = new ArrayList<>();
    List<Bytes> entries = new ArrayList<>();
    for (int i = 0; i < 600_000; i++) {
      many.add(
          new Evidence(
              i, one.received(), one.envelope(), one.statement(), one.signer(), one.assurance()));
      entries.add(Bytes.utf8("" + i));
    }
    SignatureMemory fitting = SignatureMemory.of(many).fitting(entries.size());
    Bytes cell = fitting.render(entries, VAULT_KEY);
    assertThat(cell.size()).isBetween(CasStore.MAX_BYTES * 99 / 100, CasStore.MAX_BYTES);
    SignatureMemory read = SignatureMemory.parse(cell, entries, VAULT_KEY).orElseThrow();
    assertThat(read.size()).isEqualTo(fitting.size()).isBetween(500_000, 599_999);
    assertThat(read.holds(read.size() - 1, JUDGE.id())).isTrue();
    assertThat(read.holds(read.size(), JUDGE.id())).isFalse();
  }

  /// The attack it must withstand: a store that holds an envelope nobody signed, and a memory that
  /// says otherwise.
  @Test
  void withoutTheVaultKeyNobodyMakesTheReaderBelieveASignature() {
    Envelope signed = Envelope.parse(sign(RUN, JUDGE));
    Statement forged = statement(PredicateType.TEST_RESULT, "forged", Json.object().build());
    Envelope envelope =
        new Envelope(Envelope.IN_TOTO, forged.json().canonicalBytes(), signed.signatures());
    memory.append(LedgerEntry.Type.EVIDENCE, envelope.bytes());
    Bytes honest = cell();
    SignatureMemory lie = SignatureMemory.of(lyingList());
    VaultKey thiefs = VaultKey.generate(new SecureRandom());
    for (Bytes cell :
        List.of(honest, lie.render(entries(), thiefs), withForeignCode(lie, honest))) {
      memory.stores.files().put(CELL, cell);
      assertThat(memory.read().evidence().getLast().assurance()).isEqualTo(Assurance.A0);
    }
    // With the key it would be believed here, and found out by the audit.
    memory.stores.files().put(CELL, lie.render(entries(), VAULT_KEY));
    assertThat(memory.read().evidence().getLast().assurance()).isEqualTo(Assurance.A4);
    assertThat(memory.audit()).isInstanceOf(EvidenceAudit.Result.Wrong.class);
  }

  private List<Evidence> lyingList() {
    EvidenceFixture fixture = EvidenceFixture.begin(memory.now);
    for (int i = 0; i < 4; i++) {
      fixture.judge(RUN, memory.now);
    }
    return fixture.all();
  }

  private Bytes withForeignCode(SignatureMemory lie, Bytes honest) {
    String lying = lie.render(entries(), VAULT_KEY).utf8();
    String code = honest.utf8().substring(honest.utf8().indexOf("\"mac\""));
    return Bytes.utf8(lying.substring(0, lying.indexOf("\"mac\"")) + code);
  }
}
