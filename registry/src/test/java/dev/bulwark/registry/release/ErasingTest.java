package dev.bulwark.registry.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.LogInMemory;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.Retention;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.intake.Incoming;
import dev.bulwark.registry.intake.Intake;
import dev.bulwark.registry.seal.KeystoreKey;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.seal.Progress;
import dev.bulwark.registry.seal.SealedStore;
import dev.bulwark.registry.state.Version;
import dev.bulwark.testkit.FaultPlan;
import dev.bulwark.testkit.FaultyObjectStore;
import dev.bulwark.testkit.MemoryBlobStore;
import dev.bulwark.testkit.MemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ErasingTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final KeystoreKey KEY = KeystoreKey.generate(RANDOM);
  private static final SigningKey REX = EvidenceFixture.key("rex");
  private static final VersionId ONE = new VersionId("scorer", 1);
  private static final VersionId TWO = new VersionId("scorer", 2);

  private LogInMemory memory = LogInMemory.begun();
  private MemoryObjectStore medium = new MemoryObjectStore();

  /// Two versions; the second keeps one file of the first.
  private void begin() {
    memory = LogInMemory.begun();
    medium = new MemoryObjectStore();
    memory.run(
        log -> {
          LogInMemory.event(
              log, LogInMemory.enrol(RosterEvent.Holder.person("rex"), "rex", memory.now));
          LogInMemory.event(log, new RosterEvent.Granted("rex", "registrar", memory.now));
          Intake intake = intake(log);
          intake.push(incoming(Optional.empty(), "shared.bin", "own.bin"), REX, _ -> {});
          intake.push(incoming(Optional.of(ONE), "own.bin"), REX, _ -> {});
        });
  }

  private Intake intake(EvidenceLog log) {
    return new Intake(
        log, LogInMemory.JUDGE, store(medium), (_, _) -> List.of(), () -> memory.now, RANDOM);
  }

  private static SealedStore store(ObjectStore medium) {
    return new SealedStore(medium, List.of(KEY), RANDOM, ByteSize.ofMib(1));
  }

  private static Incoming incoming(Optional<VersionId> base, String... names) {
    return new Incoming(
        "scorer",
        AssetKind.MODEL,
        base,
        java.util.Arrays.stream(names).map(ErasingTest::file).toList(),
        Set.of(),
        List.of());
  }

  private static Incoming.File file(String name) {
    Bytes content = Bytes.utf8(name + " of somebody");
    return new Incoming.File(
        name,
        content.size(),
        () -> Channels.newChannel(new ByteArrayInputStream(content.toArray())));
  }

  private Erasing erasing(EvidenceLog log, ObjectStore on) {
    SealedStore store = store(on);
    Book book = new Book(log, LogInMemory.JUDGE, "urn:test", () -> memory.now);
    return new Erasing(book, store, new SealedGrants(store, new MemoryBlobStore(), RANDOM));
  }

  private void with(Consumer<Erasing> work) {
    memory.run(log -> work.accept(erasing(log, medium)));
  }

  private void assertErased(Erasing erasing, VersionId id) {
    Version version = erasing.book().state().version(id);
    assertThat(version.state()).isEqualTo(Version.State.ERASED);
    assertThat(erasing.store().key(version.key())).isEmpty();
    assertThat(medium.names()).doesNotContain(version.list());
  }

  /// Every file opens, to its last byte.
  private static void assertWhole(Erasing erasing, VersionId id) {
    Version version = erasing.book().state().version(id);
    SealedStore store = erasing.store();
    PackingList list = store.list(version.list(), store.key(version.key()).orElseThrow());
    list.items()
        .forEach(
            item -> store.copy(item, Channels.newChannel(java.io.OutputStream.nullOutputStream())));
    assertThat(list.items()).hasSize(2);
  }

  @Test
  void anErasureTakesTheVersionsOwnBytesAndLeavesWhatAnotherNeeds() {
    begin();
    int before = medium.names().size();
    with(
        erasing -> {
          erasing.erase(ONE, REX, "somebody asked for it");
          assertErased(erasing, ONE);
          assertWhole(erasing, TWO);
          assertThat(medium.names()).hasSize(before - 3);
          assertThat(erasing.sweep(false, Progress.SILENT).taken()).isEmpty();
        });
  }

  @Test
  void ofTwoErasuresTheSecondTakesItsObjectsAsWell() {
    begin();
    with(
        erasing -> {
          erasing.erase(ONE, REX, "somebody asked for it");
          erasing.erase(TWO, REX, "somebody else did");
          assertErased(erasing, TWO);
          assertThat(medium.names()).isEmpty();
        });
  }

  @Test
  void anErasureThatFailsAtAnyWriteIsEndedByTheNextSweep() {
    begin();
    FaultPlan count = FaultPlan.none();
    memory.run(log -> erasing(log, new FaultyObjectStore(medium, count)).erase(ONE, REX, "x"));
    assertThat(count.writes()).isEqualTo(3);
    for (int failing = 0; failing < count.writes(); failing++) {
      for (boolean kept : new boolean[] {true, false}) {
        begin();
        FaultPlan plan = FaultPlan.of(failing, 1, kept);
        memory.run(
            log ->
                assertThatThrownBy(
                        () ->
                            erasing(log, new FaultyObjectStore(medium, plan)).erase(ONE, REX, "x"))
                    .isInstanceOf(StoreFault.class));
        String at = "write %d kept %s".formatted(failing, kept);
        boolean keyIsGone = failing > 0 || kept;
        with(
            erasing -> {
              assertThat(erasing.book().state().version(ONE).state())
                  .as(at)
                  .isEqualTo(Version.State.ERASED);
              assertThat(erasing.store().key(erasing.book().state().version(ONE).key()).isEmpty())
                  .as(at)
                  .isEqualTo(keyIsGone);
              erasing.sweep(false, Progress.SILENT);
              assertErased(erasing, ONE);
              assertWhole(erasing, TWO);
              assertThat(erasing.sweep(true, Progress.SILENT).taken()).as(at).isEmpty();
              assertThat(medium.names()).as(at).hasSize(4);
            });
      }
    }
  }

  /// The event is on record, and nothing was destroyed: the process died between the two.
  @Test
  void anErasedEventWithoutDestructionIsEndedByTheNextSweep() {
    begin();
    FaultPlan plan = FaultPlan.of(0, 99, false);
    memory.run(
        log ->
            assertThatThrownBy(
                    () -> erasing(log, new FaultyObjectStore(medium, plan)).erase(ONE, REX, "x"))
                .isInstanceOf(StoreFault.class));
    with(
        erasing -> {
          assertThat(erasing.store().key(erasing.book().state().version(ONE).key())).isPresent();
          Erasing.Swept dry = erasing.sweep(true, Progress.SILENT);
          assertThat(dry.completed()).containsExactly(ONE);
          assertThat(dry.taken()).hasSize(3);
          assertThat(erasing.store().key(erasing.book().state().version(ONE).key()))
              .as("a dry run does nothing")
              .isPresent();
          assertThat(erasing.sweep(false, Progress.SILENT).completed()).containsExactly(ONE);
          assertErased(erasing, ONE);
          assertWhole(erasing, TWO);
        });
  }

  /// Somebody destroyed a key without a word in the ledger: that is damage, not an erasure.
  @Test
  void aKeyThatIsGoneWithoutAnEventMakesTheSweepKeepEveryObject() {
    begin();
    with(
        erasing -> {
          erasing.store().erase(erasing.book().state().version(TWO).key(), Set.of());
          Erasing.Swept swept = erasing.sweep(false, Progress.SILENT);
          assertThat(swept.unread()).containsExactly(TWO);
          assertThat(swept.taken()).isEmpty();
          assertThat(erasing.book().state().version(TWO).state())
              .isNotEqualTo(Version.State.ERASED);
          erasing.erase(ONE, REX, "x");
          assertErased(erasing, ONE);
          assertThat(medium.names()).filteredOn(name -> name.startsWith("objects/")).hasSize(3);
        });
  }

  @Test
  void aSweepTakesWhatNoVersionNamesAndWhatTheRuleLetsGo() {
    begin();
    SealedStore store = store(medium);
    store.seal("stray", Channels.newChannel(new ByteArrayInputStream(new byte[9])), 9);
    memory.run(
        log -> {
          new Registrar(erasing(log, medium).book()).retain(new Retention("", 0, 30), REX);
        });
    with(
        erasing -> {
          Erasing.Swept swept = erasing.sweep(false, Progress.SILENT);
          assertThat(swept.erased()).isEmpty();
          assertThat(swept.taken()).singleElement().matches(left -> left.bytes() > 9);
        });
    memory.now = memory.now.plus(Duration.ofDays(31));
    with(
        erasing -> {
          assertThat(erasing.sweep(true, Progress.SILENT).erased()).containsOnlyKeys(ONE, TWO);
          assertWhole(erasing, ONE);
          Erasing.Swept swept = erasing.sweep(false, Progress.SILENT);
          assertThat(swept.erased()).containsOnlyKeys(ONE, TWO);
          assertErased(erasing, ONE);
          assertErased(erasing, TWO);
          assertThat(medium.names()).isEmpty();
          assertThat(erasing.book().state().discounted()).isEmpty();
        });
  }

  @Test
  void aSweepByRuleThatFailsAtAnyWriteIsEndedByTheNext() {
    begin();
    memory.run(
        log -> new Registrar(erasing(log, medium).book()).retain(new Retention("", 0, 30), REX));
    memory.now = memory.now.plus(Duration.ofDays(31));
    for (int failing = 0; failing < 7; failing++) {
      begin();
      memory.run(
          log -> new Registrar(erasing(log, medium).book()).retain(new Retention("", 0, 30), REX));
      memory.now = memory.now.plus(Duration.ofDays(31));
      FaultPlan plan = FaultPlan.of(failing, 1, failing % 2 == 0);
      memory.run(
          log ->
              assertThatThrownBy(
                      () ->
                          erasing(log, new FaultyObjectStore(medium, plan))
                              .sweep(false, Progress.SILENT))
                  .isInstanceOf(StoreFault.class));
      with(
          erasing -> {
            erasing.sweep(false, Progress.SILENT);
            assertErased(erasing, ONE);
            assertErased(erasing, TWO);
            assertThat(medium.names()).isEmpty();
          });
    }
  }

  @Test
  void whatIsOnHoldIsRefusedOnRecordAndNothingIsDestroyed() {
    begin();
    memory.run(log -> new Registrar(erasing(log, medium).book()).hold(ONE, true, REX, "case 7"));
    with(
        erasing -> {
          assertThatThrownBy(() -> erasing.erase(ONE, REX, "x"))
              .isInstanceOfSatisfying(
                  RegistryFault.class,
                  fault -> assertThat(fault.type()).isEqualTo(RegistryFault.REFUSED))
              .hasMessageContaining("scorer@1 is on legal hold: case 7");
          assertWhole(erasing, ONE);
        });
  }
}
