package dev.bulwark.evidence;

import static dev.bulwark.evidence.EvidenceFixture.key;
import static dev.bulwark.evidence.EvidenceFixture.statement;
import static dev.bulwark.evidence.LogInMemory.JUDGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReceiptTest {
  private static final Json.Obj NOTHING = Json.object().build();
  private static final Statement RUN = statement(PredicateType.REGISTRY, "scorer@1", NOTHING);

  private final LogInMemory memory = LogInMemory.begun();

  /// Two receipts of the judge's, one of a person's, at the end of one run.
  private List<Receipt> receipts() {
    List<Receipt> receipts = new ArrayList<>();
    memory.run(
        log -> {
          Evidence first = log.record(RUN, JUDGE);
          Evidence second = log.record(statement("t", "other", NOTHING), JUDGE);
          Evidence asked =
              log.record(statement(PredicateType.REQUEST, "scorer@1", NOTHING), key("mira"));
          List.of(first, second, asked).forEach(item -> receipts.add(log.receipt(item)));
        });
    return receipts;
  }

  private static Receipt.Verification verify(Receipt receipt) {
    return receipt.verify(LogInMemory.verifier(), JUDGE.verifyingKey());
  }

  @Test
  void aReceiptProvesOfflineWhatTheLedgerTookIn() {
    Receipt receipt = receipts().getFirst();
    Receipt copied =
        Receipt.parse(
            Members.of(
                EvidenceFault.EVIDENCE_DAMAGED,
                JsonReader.readObject(
                    receipt.json().canonicalBytes(), new JsonReader.Bounds(ByteSize.ofMib(1), 8))));
    assertThat(copied).isEqualTo(receipt);
    assertThat(verify(copied))
        .isInstanceOfSatisfying(
            Receipt.Verification.Logged.class,
            logged -> {
              assertThat(logged.statement()).isEqualTo(RUN);
              assertThat(logged.index()).isEqualTo(4);
              assertThat(logged.checkpoint().size()).isEqualTo(7);
            });
  }

  @Test
  void onlyTheJudgesWordCounts() {
    assertThat(verify(receipts().get(2))).isInstanceOf(Receipt.Verification.Refused.class);
    assertThat(receipts().getFirst().verify(LogInMemory.verifier(), key("mira").verifyingKey()))
        .isInstanceOf(Receipt.Verification.Refused.class);
  }

  @Test
  void aReceiptOfAnotherLedgerIsRefused() {
    LedgerVerifier other = new LedgerVerifier("example.com/other", LogInMemory.verifier().keys());
    assertThat(receipts().getFirst().verify(other, JUDGE.verifyingKey()))
        .isInstanceOf(Receipt.Verification.Refused.class);
  }

  @Test
  void partsOfTwoReceiptsMakeNone() {
    List<Receipt> two = receipts();
    Receipt a = two.get(0);
    Receipt b = two.get(1);
    assertThat(
            List.of(
                new Receipt(b.entry(), a.salt(), a.envelope(), a.proof()),
                new Receipt(a.entry(), b.salt(), a.envelope(), a.proof()),
                new Receipt(a.entry(), a.salt(), b.envelope(), a.proof()),
                new Receipt(a.entry(), a.salt(), a.envelope(), b.proof()),
                new Receipt(a.entry(), b.salt(), b.envelope(), a.proof()),
                new Receipt(
                    a.entry(), Bytes.EMPTY, Bytes.concat(a.salt(), a.envelope()), a.proof())))
        .allSatisfy(
            mixed -> assertThat(verify(mixed)).isInstanceOf(Receipt.Verification.Refused.class));
  }

  @Test
  void whatWasErasedHasNoReceipt() {
    memory.run(
        log -> {
          Evidence gone = log.record(statement("t", "gone", NOTHING), JUDGE);
          log.erase(Set.of(gone.index()), "asked to", JUDGE);
          assertThatThrownBy(() -> log.receipt(gone)).hasMessageContaining("erased");
        });
  }
}
