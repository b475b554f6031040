package dev.bulwark.registry.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.LogInMemory;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Mandate;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import dev.bulwark.registry.release.Book;
import dev.bulwark.registry.release.Erasing;
import dev.bulwark.registry.release.SealedGrants;
import dev.bulwark.registry.seal.DataKey;
import dev.bulwark.registry.seal.KeyPlace;
import dev.bulwark.registry.seal.KeystoreKey;
import dev.bulwark.registry.seal.OldPlace;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.seal.Progress;
import dev.bulwark.registry.seal.SealedStore;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import dev.bulwark.testkit.MemoryBlobStore;
import dev.bulwark.testkit.MemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who comes too late with a version takes nothing from who came first; and versions of before,
/// whose events name no key, stay what they are.
class LatePushTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final KeystoreKey KEY = KeystoreKey.generate(RANDOM);
  private static final SigningKey REX = EvidenceFixture.key("rex");
  private static final VersionId ONE = new VersionId("scorer", 1);
  private static final Bytes FIRST = Bytes.utf8("of who came first");
  private static final Bytes LATE = Bytes.utf8("of who came late");

  private final LogInMemory memory = LogInMemory.begun();
  private final MemoryObjectStore medium = new MemoryObjectStore();

  @BeforeEach
  void rexRegisters() {
    memory.run(
        log -> {
          LogInMemory.event(
              log, LogInMemory.enrol(RosterEvent.Holder.person("rex"), "rex", memory.now));
          LogInMemory.event(log, new RosterEvent.Granted("rex", "registrar", memory.now));
        });
  }

  private SealedStore store() {
    return new SealedStore(medium, List.of(KEY), RANDOM, ByteSize.ofMib(1));
  }

  private Intake intake(EvidenceLog log) {
    return new Intake(
        log, LogInMemory.JUDGE, store(), (_, _) -> List.of(), () -> memory.now, RANDOM);
  }

  private Erasing erasing(EvidenceLog log) {
    return new Erasing(
        new Book(log, LogInMemory.JUDGE, "urn:test", () -> memory.now),
        store(),
        new SealedGrants(store(), new MemoryBlobStore(), RANDOM));
  }

  private static Incoming incoming(Bytes content, Incoming.Opener opener) {
    return new Incoming(
        "scorer",
        AssetKind.MODEL,
        Optional.empty(),
        List.of(new Incoming.File("model.bin", content.size(), opener)),
        Set.of(),
        List.of());
  }

  private static ReadableByteChannel channel(Bytes content) {
    return Channels.newChannel(new ByteArrayInputStream(content.toArray()));
  }

  private Bytes opened(Version version) {
    SealedStore store = store();
    PackingList list = store.list(version.list(), store.key(version.key()).orElseThrow());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.copy(list.items().getFirst(), Channels.newChannel(out));
    return Bytes.of(out.toByteArray());
  }

  /// The second is acknowledged while the first still reads; then the first goes on.
  @Test
  void whoComesLateTakesNothingFromWhoWasAcknowledged() {
    memory.run(
        log -> {
          Incoming slow =
              incoming(
                  LATE,
                  () -> {
                    intake(log).push(incoming(FIRST, () -> channel(FIRST)), REX, _ -> {});
                    return channel(LATE);
                  });
          assertThatThrownBy(() -> intake(log).push(slow, REX, _ -> {}))
              .isInstanceOf(RegistryFault.class);
          Version acknowledged = RegistryState.at(log.all(), memory.now).version(ONE);
          assertThat(opened(acknowledged)).isEqualTo(FIRST);
          assertThat(medium.names()).as("and leaves nothing").hasSize(3);
        });
  }

  /// As a leader whose ledger write meets an old token: nothing of it is known, and a sweep takes
  /// it.
  @Test
  void whatNoEventNamesIsSwept() {
    memory.run(
        log -> {
          Version version = intake(log).push(incoming(FIRST, () -> channel(FIRST)), REX, _ -> {});
          KeyPlace unknown = store().keep(DataKey.generate(RANDOM));
          assertThat(store().key(unknown)).isPresent();
          assertThat(erasing(log).sweep(false, Progress.SILENT).taken())
              .singleElement()
              .satisfies(left -> assertThat(left.name()).startsWith(unknown.name()));
          assertThat(store().key(unknown)).isEmpty();
          assertThat(opened(version)).isEqualTo(FIRST);
        });
  }

  /// A ledger of before: its event has no name for the key.
  private Version ofBefore(EvidenceLog log) {
    SealedStore store = store();
    PackingList list =
        new PackingList(List.of(store.seal("model.bin", channel(FIRST), FIRST.size())));
    DataKey key = DataKey.generate(RANDOM);
    String name = store.putList(list, key);
    OldPlace.keep(store, ONE.toString(), key);
    Content content =
        new Content(List.of(new Content.File("model.bin", FIRST.size(), Digest.of(FIRST))));
    Reference asked =
        new Mandate.Person(REX)
            .request(
                new Request(Request.Ask.PUSH, "", 0, List.of(ONE), ""),
                List.of(new Subject(ONE.toString(), content.digest())),
                log);
    RegistryEvent.Pushed event =
        new RegistryEvent.Pushed(ONE, AssetKind.MODEL, content, name, List.of(), asked);
    assertThat(event.statement(List.of()).predicate().members()).doesNotContainKey("key");
    log.record(event.statement(content.subjects(ONE)), LogInMemory.JUDGE);
    return RegistryState.at(log.all(), memory.now).version(ONE);
  }

  @Test
  void aVersionOfBeforeOpensIsKeptIsMovedToANewKeyAndIsErased() {
    memory.run(
        log -> {
          Version old = ofBefore(log);
          assertThat(opened(old)).isEqualTo(FIRST);
          Version next = intake(log).push(incoming(LATE, () -> channel(LATE)), REX, _ -> {});
          assertThat(next.key().name()).hasSizeLessThan(old.key().name().length());
          assertThat(erasing(log).sweep(false, Progress.SILENT).taken()).isEmpty();
          KeystoreKey other = KeystoreKey.generate(RANDOM);
          assertThat(store().rotate(other, Progress.SILENT).versions()).isEqualTo(2);
          SealedStore rotated =
              new SealedStore(medium, List.of(other, KEY), RANDOM, ByteSize.ofMib(1));
          assertThat(rotated.key(old.key())).isPresent();
          assertThat(rotated.key(next.key())).isPresent();
          assertThat(rotated.rotate(KEY, Progress.SILENT).left()).isEmpty();
          erasing(log).erase(ONE, REX, "asked for");
          assertThat(store().key(old.key())).isEmpty();
          assertThat(opened(next)).isEqualTo(LATE);
        });
  }
}
