package dev.bulwark.registry.seal;

import static dev.bulwark.registry.seal.SealFixture.KEY;
import static dev.bulwark.registry.seal.SealFixture.NEXT;
import static dev.bulwark.registry.seal.SealFixture.RANDOM;
import static dev.bulwark.registry.seal.SealFixture.content;
import static dev.bulwark.registry.seal.SealFixture.opened;
import static dev.bulwark.registry.seal.SealFixture.push;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.registry.seal.PackingList.Item;
import dev.bulwark.registry.seal.SealFixture.Version;
import dev.bulwark.testkit.FaultPlan;
import dev.bulwark.testkit.FaultyObjectStore;
import dev.bulwark.testkit.MemoryObjectStore;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Every write of every work on the store fails once in both ways, kept and lost, as in a crash:
/// what is true afterwards holds, and the work done again ends well.
class SealedStoreFaultsTest {
  private MemoryObjectStore medium = new MemoryObjectStore();
  private Version old = push(SealFixture.store(medium), "scorer@0", 300);

  /// @param work on a store whose n-th write fails
  /// @param after what must be true after the fault
  private void failEveryWrite(Consumer<SealedStore> work, BiConsumer<Boolean, Long> after) {
    long writes = count(work);
    assertThat(writes).isPositive();
    for (long failing = 0; failing < writes; failing++) {
      for (boolean kept : new boolean[] {true, false}) {
        begin();
        FaultPlan plan = FaultPlan.of(failing, 1, kept);
        try {
          work.accept(SealFixture.store(new FaultyObjectStore(medium, plan)));
        } catch (StoreFault e) {
          assertThat(e.type()).isEqualTo(StoreFault.UNAVAILABLE);
        }
        assertThat(plan.struck()).isTrue();
        after.accept(kept, failing);
      }
    }
  }

  private long count(Consumer<SealedStore> work) {
    begin();
    FaultPlan plan = FaultPlan.none();
    work.accept(SealFixture.store(new FaultyObjectStore(medium, plan)));
    return plan.writes();
  }

  private void begin() {
    medium = new MemoryObjectStore();
    old = push(SealFixture.store(medium), "scorer@0", 300, 20_000);
  }

  private SealedStore again(KeyEncryption... keys) {
    return SealFixture.store(medium, keys);
  }

  private void assertOldIsWhole(KeyEncryption... keys) {
    assertThat(opened(again(keys), "scorer@0", old.list())).isEqualTo(old.plain());
  }

  @Test
  void aPushThatFailsAnywhereLeavesWhatASweepTakes() {
    failEveryWrite(
        store -> push(store, "scorer@1", 300, 600_000),
        (_, _) -> {
          assertOldIsWhole();
          again().sweep(Set.of(SealFixture.at("scorer@0")), old.names());
          Set<String> expected = new HashSet<>(old.names());
          expected.add(ObjectName.key(SealFixture.at("scorer@0").name(), KEY.id()));
          assertThat(medium.names()).containsExactlyInAnyOrderElementsOf(expected);
          Version next = push(again(), "scorer@1", 300);
          assertThat(opened(again(), "scorer@1", next.list())).isEqualTo(next.plain());
        });
  }

  /// A file's object is under its name whole, or not at all.
  @Test
  void aFaultNeverLeavesHalfAnObject() {
    DataKey key = DataKey.generate(RANDOM);
    failEveryWrite(
        store -> {
          Item item = SealFixture.seal(store, "a", content("x", 700_000));
          store.putList(new PackingList(List.of(item)), key);
        },
        (_, _) ->
            medium.names().stream()
                .filter(name -> !old.names().contains(name) && !ObjectName.isKey(name))
                .forEach(
                    name ->
                        assertThat(
                                ChunkedEncryption.plainSize(
                                    medium.content(name).orElseThrow().size()))
                            .isPresent()));
  }

  @Test
  void aKeyThatIsKeptAgainAfterAFaultIsKept() {
    DataKey key = DataKey.generate(RANDOM);
    failEveryWrite(
        store -> store.keep(SealFixture.at("scorer@1"), key),
        (_, _) -> {
          Optional<DataKey> found = again().key(SealFixture.at("scorer@1"));
          assertThat(found.isEmpty() || found.get().equals(key)).isTrue();
          again().keep(SealFixture.at("scorer@1"), key);
          assertThat(again().key(SealFixture.at("scorer@1"))).contains(key);
        });
  }

  /// At every moment one of the two keys opens everything; run again, the rotation ends.
  @Test
  void aRotationThatStopsAnywhereCanGoOn() {
    DataKey second = DataKey.generate(RANDOM);
    failEveryWrite(
        store -> {
          store.keep(SealFixture.at("scorer@1"), second);
          store.rotate(NEXT, Progress.SILENT);
        },
        (_, _) -> {
          assertThat(allOpen(KEY) || allOpen(NEXT)).isTrue();
          assertOldIsWhole(KEY, NEXT);
          assertOldIsWhole(NEXT, KEY);
          assertThat(again(KEY).rotate(NEXT, Progress.SILENT).left()).isEmpty();
          assertOldIsWhole(NEXT);
          assertThat(medium.names()).noneMatch(name -> name.endsWith(KEY.id()));
        });
  }

  private boolean allOpen(KeyEncryption key) {
    return medium.names().stream()
        .filter(ObjectName::isKey)
        .map(ObjectName::parent)
        .distinct()
        .allMatch(place -> new VersionKeys(medium, List.of(key)).open(medium, place).isPresent());
  }

  /// The key goes first: as soon as anything of the version is gone, nothing of it can be read.
  @Test
  void anErasureThatStopsAnywhereCanGoOnAndIsNeverHalf() {
    failEveryWrite(
        store -> store.erase(SealFixture.at("scorer@0"), old.names()),
        (_, _) -> {
          boolean hasKey = again().key(SealFixture.at("scorer@0")).isPresent();
          assertThat(hasKey).isEqualTo(medium.names().size() == 4);
          if (hasKey) {
            assertOldIsWhole();
          }
          again().erase(SealFixture.at("scorer@0"), old.names());
          assertThat(medium.names()).isEmpty();
        });
  }

  /// A version half rotated is erased under both keys.
  @Test
  void erasureFindsAKeyHoweverItIsWrapped() {
    begin();
    String place = SealFixture.at("scorer@0").name();
    medium.replace(ObjectName.key(place, NEXT.id()), Bytes.utf8("wrapped anew"));
    again().erase(SealFixture.at("scorer@0"), old.names());
    assertThat(medium.names()).isEmpty();
  }

  @Test
  void aSweepThatStopsAnywhereCanGoOn() {
    failEveryWrite(
        store -> {
          push(again(), "scorer@1", 300);
          store.sweep(Set.of(SealFixture.at("scorer@0")), old.names());
        },
        (_, _) -> {
          assertOldIsWhole();
          again().sweep(Set.of(SealFixture.at("scorer@0")), old.names());
          assertThat(medium.names()).hasSize(4);
          assertOldIsWhole();
        });
  }

  /// Mending may stop between the broken copy and the right one: the next scrub ends it.
  @Test
  void aScrubThatStopsAnywhereCanGoOn() {
    MemoryObjectStore replica = new MemoryObjectStore();
    failEveryWrite(
        store -> {
          for (String name : medium.names()) {
            replica.replace(name, medium.content(name).orElseThrow());
            medium.replace(name, Bytes.utf8("damaged"));
          }
          store.scrub(List.of(old.live()), Optional.of(replica), Progress.SILENT);
        },
        (_, _) -> {
          ScrubReport report =
              again().scrub(List.of(old.live()), Optional.of(replica), Progress.SILENT);
          assertThat(report.isWhole()).isTrue();
          assertOldIsWhole();
        });
  }
}
