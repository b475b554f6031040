package dev.bulwark.registry.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.LogInMemory;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.evidence.StoresInMemory;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.evidence.tlog.LedgerKeys;
import dev.bulwark.evidence.vault.Vault;
import dev.bulwark.evidence.vault.VaultKey;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.event.Mandate;
import dev.bulwark.registry.seal.KeystoreKey;
import dev.bulwark.registry.seal.SealedStore;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import dev.bulwark.testkit.MemoryObjectStore;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Each write of the ledger fails in turn, kept or lost, while a version is taken in: what is not
/// known lies under seal no longer, and what is known is whole.
class PushFaultsTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final KeystoreKey KEY = KeystoreKey.generate(RANDOM);
  private static final SigningKey REX = EvidenceFixture.key("rex");
  private static final LedgerKeys LEDGER_KEYS = new LedgerKeys(pair("Ed25519"), pair("ML-DSA-44"));
  private static final VaultKey VAULT_KEY = VaultKey.generate(RANDOM);
  private static final Bytes CONTENT = Bytes.utf8("content");

  private final StoresInMemory stores = new StoresInMemory();
  private final MemoryObjectStore medium = new MemoryObjectStore();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  private static KeyPair pair(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Instant tick() {
    now = now.plusSeconds(1);
    return now;
  }

  private void run(Consumer<EvidenceLog> work) {
    try (Ledger ledger = Ledger.open(stores, stores, LEDGER_KEYS, "example.com/ledger")) {
      Vault vault = new Vault(stores, stores, VAULT_KEY, RANDOM);
      work.accept(
          EvidenceLog.open(ledger, vault, stores, LogInMemory.JUDGE.verifyingKey(), this::tick));
    }
  }

  private void begin() {
    run(
        log -> {
          log.begin(LogInMemory.JUDGE, "judge");
          LogInMemory.event(log, LogInMemory.enrol(RosterEvent.Holder.person("rex"), "rex", now));
          LogInMemory.event(log, new RosterEvent.Granted("rex", "registrar", now));
        });
  }

  private SealedStore store() {
    return new SealedStore(medium, List.of(KEY), RANDOM, ByteSize.ofMib(1));
  }

  private void take(EvidenceLog log) {
    new Intake(log, LogInMemory.JUDGE, store(), (_, _) -> List.of(), this::tick, RANDOM)
        .take(
            new Incoming(
                "scorer",
                AssetKind.MODEL,
                Optional.empty(),
                List.of(
                    new Incoming.File(
                        "model.bin", CONTENT.size(), () -> Channels.newChannel(CONTENT.stream()))),
                Set.of(),
                List.of()),
            new Mandate.Person(REX),
            _ -> {});
  }

  /// One disk, which fails at this write of a push.
  ///
  /// @return whether the push failed
  private static boolean failsAt(int write, boolean kept) {
    PushFaultsTest disk = new PushFaultsTest();
    disk.begin();
    String said = "";
    try {
      disk.run(
          log -> {
            disk.stores.failAfter(write, kept);
            disk.take(log);
          });
    } catch (Fault fault) {
      said = String.valueOf(fault.getMessage());
    }
    disk.stores.heal();
    disk.holds("write %d, %s".formatted(write, kept ? "kept" : "lost"), said);
    return !said.isEmpty();
  }

  private void holds(String where, String said) {
    run(
        log -> {
          List<Version> versions =
              List.copyOf(RegistryState.at(log.all(), tick()).versions().values());
          if (versions.isEmpty() && !said.contains("`bulwark registry sweep`")) {
            assertThat(medium.names()).as(where).isEmpty();
          }
          for (Version version : versions) {
            assertThat(store().list(version.list(), store().key(version.key()).orElseThrow()))
                .as(where)
                .satisfies(list -> assertThat(list.items()).hasSize(1));
          }
        });
  }

  @Test
  void whatIsNotKnownLiesUnderSealNoLongerAndWhatIsKnownIsWhole() {
    int failed = 0;
    for (boolean kept : List.of(false, true)) {
      int write = 0;
      while (write < 100 && failsAt(write, kept)) {
        write++;
        failed++;
      }
    }
    assertThat(failed).as("writes of the request and of the event").isGreaterThan(6);
  }
}
