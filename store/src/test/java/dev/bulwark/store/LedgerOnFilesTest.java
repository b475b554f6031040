package dev.bulwark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.evidence.tlog.LedgerAudit;
import dev.bulwark.evidence.tlog.LedgerFault;
import dev.bulwark.evidence.tlog.LedgerKeys;
import dev.bulwark.kernel.bytes.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerOnFilesTest {
  private static final String ORIGIN = "example.com/ledger";
  private static final LedgerKeys KEYS = keys();

  @TempDir Path folder;

  static LedgerKeys keys() {
    try {
      return new LedgerKeys(
          KeyPairGenerator.getInstance("Ed25519").generateKeyPair(),
          KeyPairGenerator.getInstance("ML-DSA-44").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Ledger open() {
    return Ledger.open(FileTileStore.open(folder), FileCasStore.open(folder), KEYS, ORIGIN);
  }

  private LedgerAudit.Result audit() {
    Bytes note = FileCasStore.open(folder).find(Ledger.CHECKPOINT).orElseThrow();
    return LedgerAudit.audit(FileTileStore.open(folder), note, KEYS.verifier(ORIGIN));
  }

  @Test
  void whatWasAppendedIsThereAfterOpeningAgain() {
    List<Bytes> entries = IntStream.range(0, 700).mapToObj(i -> Bytes.utf8("entry " + i)).toList();
    Checkpoint before;
    try (Ledger ledger = open()) {
      assertThat(ledger.size()).isZero();
      assertThat(ledger.append(entries.getFirst())).isZero();
      assertThat(ledger.appendAll(entries.subList(1, 300))).hasSize(299).endsWith(299L);
      before = ledger.checkpoint();
      for (Bytes entry : entries.subList(300, 310)) {
        ledger.append(entry);
      }
      ledger.appendAll(entries.subList(310, 700));
    }
    try (Ledger ledger = open()) {
      assertThat(ledger.size()).isEqualTo(700);
      assertThat(ledger.recovered().isClean()).isTrue();
      assertThat(ledger.entries(0, 700)).containsExactlyElementsOf(entries);
      assertThat(ledger.entries(255, 257)).containsExactlyElementsOf(entries.subList(255, 257));
      for (int i = 0; i < 700; i++) {
        assertThat(ledger.proveInclusion(i).proves(entries.get(i), ledger.checkpoint().head()))
            .isTrue();
      }
      assertThat(
              ledger
                  .proveConsistency(before.size())
                  .proves(before.head(), ledger.checkpoint().head()))
          .isTrue();
    }
    assertThat(audit()).isInstanceOf(LedgerAudit.Sound.class);
  }

  @Test
  void manyCallersShareOneWriter() throws InterruptedException {
    List<Thread> callers = new ArrayList<>();
    try (Ledger ledger = open()) {
      for (int caller = 0; caller < 100; caller++) {
        String name = "caller " + caller;
        callers.add(
            Thread.startVirtualThread(
                () -> {
                  for (int i = 0; i < 5; i++) {
                    Bytes entry = Bytes.utf8(name + " entry " + i);
                    long index = ledger.append(entry);
                    assertThat(ledger.entry(index)).isEqualTo(entry);
                  }
                }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(ledger.size()).isEqualTo(500);
    }
    assertThat(audit()).isInstanceOf(LedgerAudit.Sound.class);
  }

  @Test
  void aSecondWriterIsRefused() {
    try (Ledger ledger = open()) {
      ledger.append(Bytes.utf8("one"));
      assertThatThrownBy(this::open)
          .isInstanceOfSatisfying(
              LedgerFault.class, fault -> assertThat(fault.type()).isEqualTo(LedgerFault.BUSY));
    }
    open().close();
  }

  @Test
  void filesAreForTheirOwnerAlone() throws Exception {
    try (Ledger ledger = open()) {
      ledger.appendAll(List.of(Bytes.utf8("one"), Bytes.utf8("two")));
    }
    try (var files = Files.walk(folder.resolve("tile"))) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
      }
    }
    assertThat(folder.resolve("tile/entries/000.p/2")).exists();
    assertThat(folder.resolve("tile/0/000.p/2")).exists();
    assertThat(folder.resolve("checkpoint")).exists();
  }
}
