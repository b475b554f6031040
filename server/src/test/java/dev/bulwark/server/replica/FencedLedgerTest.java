package dev.bulwark.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.evidence.tlog.LedgerAudit;
import dev.bulwark.evidence.tlog.LedgerFault;
import dev.bulwark.evidence.tlog.LedgerKeys;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.server.sql.Database;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One leads, and whoever led before writes nothing any more.
final class FencedLedgerTest {
  private static final String ORIGIN = "bulwark/fenced";
  private static Postgres postgres;
  private static LedgerKeys keys;

  private Database database;

  @BeforeAll
  static void start() throws GeneralSecurityException {
    postgres = new Postgres();
    keys =
        new LedgerKeys(
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair(),
            KeyPairGenerator.getInstance("ML-DSA-44").generateKeyPair());
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void open() {
    database = Database.open(postgres.schema());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Leases leases(Duration term, Duration patience) {
    return new Leases(database, "test", term, patience, new java.security.SecureRandom());
  }

  private static Ledger ledger(Leases leases) {
    FencedLedger store = new FencedLedger(leases, "fenced");
    return Ledger.open(store, store.checkpoints(), keys, ORIGIN);
  }

  /// What a pause, a stopped clock or a cut network comes to: the lease ran out, unseen.
  private void forgetTheLeader() {
    database.jdbi().useHandle(handle -> handle.execute("update ledger_lease set expires = 0"));
  }

  private Object stored() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                List.of(
                    handle
                        .createQuery(
                            "select level, number, width, encode(content, 'hex') as content from"
                                + " ledger_tile order by 1, 2, 3")
                        .mapToMap()
                        .list(),
                    handle
                        .createQuery(
                            "select space, name, encode(content, 'hex') as content from"
                                + " evidence_cell order by 1, 2")
                        .mapToMap()
                        .list()));
  }

  private Checkpoint audited() {
    FencedLedger store = new FencedLedger(leases(Duration.ofSeconds(5), Duration.ZERO), "fenced");
    return switch (LedgerAudit.audit(
        store, store.checkpoints().find(Ledger.CHECKPOINT).orElseThrow(), keys.verifier(ORIGIN))) {
      case LedgerAudit.Sound(Checkpoint checkpoint) -> checkpoint;
      case LedgerAudit.Wrong wrong -> throw new AssertionError(wrong.toString());
    };
  }

  @Test
  void aLedgerGrowsOverTilesAndOpensAgain() {
    Leases leases = leases(Duration.ofSeconds(5), Duration.ZERO);
    try (Ledger ledger = ledger(leases)) {
      for (int i = 0; i < 3; i++) {
        int round = i;
        ledger.appendAll(
            IntStream.range(0, 200).mapToObj(n -> Bytes.utf8(round + "/" + n)).toList());
      }
    }
    try (Ledger again = ledger(leases)) {
      assertThat(again.size()).isEqualTo(600);
      assertThat(again.entry(599)).isEqualTo(Bytes.utf8("2/199"));
      assertThat(again.append(Bytes.utf8("more"))).isEqualTo(600);
    }
    assertThat(audited().size()).isEqualTo(601);
  }

  @Test
  void aSecondWriterWaitsAndIsThenToldSo() {
    Leases patient = leases(Duration.ofSeconds(5), Duration.ofMillis(300));
    try (Ledger _ = ledger(patient)) {
      assertThatThrownBy(() -> ledger(patient))
          .isInstanceOfSatisfying(
              LedgerFault.class, e -> assertThat(e.type()).isEqualTo(LedgerFault.BUSY));
    }
    ledger(patient).close();
  }

  @Test
  void aLeaseThatIsRenewedOutlastsItsTerm() throws InterruptedException {
    Leases leases = leases(Duration.ofMillis(1_500), Duration.ZERO);
    try (Ledger ledger = ledger(leases)) {
      Thread.sleep(4_000);
      assertThat(leases.acquire("fenced")).isEmpty();
      ledger.append(Bytes.utf8("still leading"));
    }
  }

  @Test
  void aLeaderThatWasPausedWritesNothing() {
    Leases leases = leases(Duration.ofSeconds(5), Duration.ZERO);
    Ledger paused = ledger(leases);
    paused.append(Bytes.utf8("before"));
    forgetTheLeader();
    try (Ledger next = ledger(leases)) {
      next.append(Bytes.utf8("of the next"));
      Object before = stored();
      assertThatThrownBy(() -> paused.append(Bytes.utf8("too late")))
          .isInstanceOf(LedgerFault.class);
      paused.close();
      assertThat(stored()).as("neither tiles nor checkpoint").isEqualTo(before);
      next.append(Bytes.utf8("of the next, again"));
    }
    assertThat(audited().size()).isEqualTo(3);
  }

  /// Paused between tiles and checkpoint, which is the worst place: the next leader removes the
  /// tiles, and the checkpoint finds the token old.
  @Test
  void aLeaderThatWasPausedBetweenTilesAndCheckpointCommitsNothing() {
    Leases leases = leases(Duration.ofSeconds(5), Duration.ZERO);
    FencedLedger store = new FencedLedger(leases, "fenced");
    boolean[] armed = {false};
    var pausing =
        new dev.bulwark.kernel.store.CasStore() {
          @Override
          public java.util.Optional<Bytes> find(String name) {
            return store.checkpoints().find(name);
          }

          @Override
          public boolean replace(String name, java.util.Optional<Bytes> expected, Bytes next) {
            if (armed[0]) {
              armed[0] = false;
              forgetTheLeader();
              try (Ledger other = ledger(leases)) {
                other.append(Bytes.utf8("of the next"));
              }
            }
            return store.checkpoints().replace(name, expected, next);
          }
        };
    Ledger paused = Ledger.open(store, pausing, keys, ORIGIN);
    paused.append(Bytes.utf8("before"));
    armed[0] = true;
    assertThatThrownBy(() -> paused.append(Bytes.utf8("too late"))).isInstanceOf(LedgerFault.class);
    paused.close();
    assertThat(audited().size()).isEqualTo(2);
    try (Ledger last = ledger(leases)) {
      assertThat(last.entry(1)).isEqualTo(Bytes.utf8("of the next"));
    }
  }

  @Test
  void withoutALeaseNothingIsWritten() {
    FencedLedger store = new FencedLedger(leases(Duration.ofSeconds(5), Duration.ZERO), "fenced");
    assertThatThrownBy(
            () ->
                store.write(
                    Map.of(dev.bulwark.evidence.tlog.TilePath.entries(0, 1), Bytes.utf8("x"))))
        .isInstanceOf(dev.bulwark.kernel.store.StoreFault.class);
    assertThat(store.list(-1, 0, 10)).isEmpty();
  }

  @Test
  void tokensOnlyGrow() {
    Leases leases = leases(Duration.ofSeconds(5), Duration.ZERO);
    long before = 0;
    for (int i = 0; i < 5; i++) {
      try (Leases.Lease lease = leases.acquire("x").orElseThrow()) {
        assertThat(lease.token()).isGreaterThan(before);
        before = lease.token();
        assertThat(leases.acquire("x")).isEmpty();
      }
    }
  }
}
