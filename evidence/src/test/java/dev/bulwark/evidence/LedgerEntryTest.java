package dev.bulwark.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.vault.Sealed;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LedgerEntryTest {
  private static final LedgerEntry ENTRY =
      new LedgerEntry(
          LedgerEntry.Type.EVIDENCE,
          Instant.parse("2026-03-01T12:00:00.000123Z"),
          new Sealed(Digest.of(Bytes.utf8("c")), Digest.of(Bytes.utf8("p")), 7));

  @Test
  void anEntryIsCanonicalJson() {
    assertThat(JsonReader.read(ENTRY.bytes()).canonicalBytes()).isEqualTo(ENTRY.bytes());
    assertThat(LedgerEntry.parse(ENTRY.bytes())).isEqualTo(ENTRY);
  }

  @Test
  void everyEntryHasOneText() {
    byte[] valid = ENTRY.bytes().toArray();
    ForAll.cases(
        3_000,
        random -> {
          Bytes changed = Bytes.of(Mangle.once(valid, random));
          try {
            assertThat(LedgerEntry.parse(changed)).isNotEqualTo(ENTRY);
          } catch (EvidenceFault refused) {
            assertThat(refused.getMessage()).isNotBlank();
          }
        });
  }
}
