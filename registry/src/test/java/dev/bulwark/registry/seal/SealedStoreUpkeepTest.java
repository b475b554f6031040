package dev.bulwark.registry.seal;

import static dev.bulwark.registry.seal.SealFixture.KEY;
import static dev.bulwark.registry.seal.SealFixture.NEXT;
import static dev.bulwark.registry.seal.SealFixture.content;
import static dev.bulwark.registry.seal.SealFixture.opened;
import static dev.bulwark.registry.seal.SealFixture.push;
import static dev.bulwark.registry.seal.SealFixture.slug;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.seal.PackingList.Item;
import dev.bulwark.registry.seal.SealFixture.Version;
import dev.bulwark.testkit.MemoryObjectStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Keys that are changed, versions that are erased, and what is swept, scrubbed and mended.
@Timeout(60)
class SealedStoreUpkeepTest {
  private final MemoryObjectStore medium = new MemoryObjectStore();
  private final SealedStore store = SealFixture.store(medium);

  @Test
  void rotationWrapsEveryKeyAnewAndTouchesNoObject() {
    Version one = push(store, "scorer@1", 1000);
    Version other = push(store, "scorer@2", 1000);
    Set<String> before = new HashSet<>(medium.names());
    assertThat(store.rotate(NEXT, Progress.SILENT))
        .isEqualTo(new SealedStore.Rotated(2, List.of()));
    SealedStore next = SealFixture.store(medium, NEXT);
    assertThat(opened(next, "scorer@1", one.list())).isEqualTo(one.plain());
    assertThat(opened(next, "scorer@2", other.list())).isEqualTo(other.plain());
    assertThat(slug(() -> store.key(SealFixture.at("scorer@1")))).contains("registry-key-other");
    Set<String> after = new HashSet<>(medium.names());
    after.removeIf(ObjectName::isKey);
    before.removeIf(ObjectName::isKey);
    assertThat(after).isEqualTo(before);
    assertThat(medium.names()).noneMatch(name -> name.endsWith(KEY.id()));
  }

  @Test
  void rotationLeavesWhatNoKeyOpens() {
    push(store, "scorer@1", 1000);
    push(store, "scorer@2", 1000);
    String place = SealFixture.at("scorer@1").name();
    medium.replace(ObjectName.key(place, KEY.id()), Bytes.utf8("damaged"));
    assertThat(store.rotate(NEXT, Progress.SILENT))
        .isEqualTo(new SealedStore.Rotated(1, List.of(place)));
    assertThat(medium.content(ObjectName.key(place, KEY.id()))).contains(Bytes.utf8("damaged"));
    assertThat(SealFixture.store(medium, NEXT).key(SealFixture.at("scorer@2"))).isPresent();
  }

  @Test
  void anErasedVersionIsGoneAndTheOthersStay() {
    Version one = push(store, "scorer@1", 1000);
    Version other = push(store, "scorer@2", 1000);
    store.erase(SealFixture.at("scorer@1"), one.names());
    store.erase(SealFixture.at("scorer@1"), one.names());
    assertThat(store.key(SealFixture.at("scorer@1"))).isEmpty();
    assertThat(medium.names()).doesNotContainAnyElementsOf(one.names());
    assertThat(opened(store, "scorer@2", other.list())).isEqualTo(other.plain());
    assertThatThrownBy(
            () -> store.erase(SealFixture.at("scorer@1"), List.of(medium.names().getFirst() + "x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSweepTakesWhatNothingNamesAndNothingOfOthers() {
    Version one = push(store, "scorer@1", 1000);
    Version unknown = push(store, "scorer@2", 1000);
    Item orphan = SealFixture.seal(store, "a", content("x", 10));
    medium.replace("grants/staging/1", Bytes.utf8("a grant"));
    medium.replace("objects/notes.txt", Bytes.utf8("not ours"));
    List<String> swept = store.sweep(Set.of(SealFixture.at("scorer@1")), one.names());
    Set<String> expected = new HashSet<>(unknown.names());
    expected.add(orphan.object());
    expected.add(ObjectName.key(SealFixture.at("scorer@2").name(), KEY.id()));
    assertThat(swept).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(store.sweep(Set.of(SealFixture.at("scorer@1")), one.names())).isEmpty();
    assertThat(opened(store, "scorer@1", one.list())).isEqualTo(one.plain());
    assertThat(medium.names()).contains("grants/staging/1", "objects/notes.txt");
  }

  @Test
  void aScrubReadsEverythingOnce() {
    Version one = push(store, "scorer@1", 1000, 70_000);
    Version other = push(store, "scorer@2", 10);
    List<String> heard = new ArrayList<>();
    ScrubReport report =
        store.scrub(
            List.of(one.live(), other.live(), one.live()),
            Optional.empty(),
            (name, _) -> heard.add(name));
    assertThat(report.isWhole()).isTrue();
    assertThat(report.flaws()).isEmpty();
    assertThat(report.bytes()).isEqualTo(71_010);
    assertThat(heard).containsAll(one.names()).containsAll(other.names());
    assertThat(report.objects()).isEqualTo(heard.size());
  }

  @Test
  void aScrubMendsFromAReplicaWhatItCanVerify() {
    Version version = push(store, "scorer@1", 1000, 70_000, 5);
    MemoryObjectStore replica = copyOf(medium);
    List<String> names = medium.names();
    for (String name : names) {
      damage(name);
    }
    ScrubReport report =
        store.scrub(List.of(version.live()), Optional.of(replica), Progress.SILENT);
    assertThat(report.flaws()).extracting(ScrubReport.Flaw::name).hasSameElementsAs(names);
    assertThat(report.isWhole()).isTrue();
    assertThat(opened(store, "scorer@1", version.list())).isEqualTo(version.plain());
    names.forEach(medium::erase);
    assertThat(
            store.scrub(List.of(version.live()), Optional.of(replica), Progress.SILENT).isWhole())
        .isTrue();
    assertThat(opened(store, "scorer@1", version.list())).isEqualTo(version.plain());
  }

  @Test
  void aReplicaIsNotBelieved() {
    Version version = push(store, "scorer@1", 1000, 70_000);
    MemoryObjectStore replica = copyOf(medium);
    String object = version.content().items().get(1).object();
    damage(object);
    Bytes damaged = medium.content(object).orElseThrow();
    replica.replace(
        object, medium.content(version.content().items().get(0).object()).orElseThrow());
    for (Optional<dev.bulwark.kernel.store.ObjectStore> other :
        List.of(
            Optional.<dev.bulwark.kernel.store.ObjectStore>empty(),
            Optional.<dev.bulwark.kernel.store.ObjectStore>of(replica),
            Optional.<dev.bulwark.kernel.store.ObjectStore>of(new MemoryObjectStore()))) {
      ScrubReport report = store.scrub(List.of(version.live()), other, Progress.SILENT);
      assertThat(report.flaws())
          .containsExactly(new ScrubReport.Flaw(object, ScrubReport.Kind.DAMAGED, false));
      assertThat(report.isWhole()).isFalse();
      assertThat(medium.content(object)).contains(damaged);
    }
  }

  @Test
  void aScrubSaysWhatIsMissingAndWhatIsUnderAnotherKey() {
    Version one = push(store, "scorer@1", 10);
    Version other = push(SealFixture.store(medium, NEXT), "scorer@2", 10);
    medium.erase(one.list());
    assertThat(
            store
                .scrub(List.of(one.live(), other.live()), Optional.empty(), Progress.SILENT)
                .flaws())
        .extracting(ScrubReport.Flaw::kind)
        .containsExactly(ScrubReport.Kind.MISSING, ScrubReport.Kind.OTHER_KEY);
  }

  private void damage(String name) {
    byte[] bytes = medium.content(name).orElseThrow().toArray();
    bytes[bytes.length / 2] ^= 4;
    medium.replace(name, Bytes.of(bytes));
  }

  private static MemoryObjectStore copyOf(MemoryObjectStore from) {
    MemoryObjectStore copy = new MemoryObjectStore();
    from.names().forEach(name -> copy.replace(name, from.content(name).orElseThrow()));
    return copy;
  }
}
