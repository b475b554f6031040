package dev.bulwark.registry.seal;

import static dev.bulwark.registry.seal.SealFixture.push;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.registry.seal.PackingList.Item;
import dev.bulwark.registry.seal.SealFixture.Version;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import dev.bulwark.testkit.MemoryObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whoever owns the medium changes what lies there: every change is found by a scrub, shows when
/// the version is opened, and no wrong byte is ever read.
class SealedStoreCorruptionTest {
  private final MemoryObjectStore medium = new MemoryObjectStore();
  private final SealedStore store = SealFixture.store(medium);
  private final List<Version> versions =
      List.of(
          push(store, "scorer@1", 0, 10, 16_384, 50_000),
          push(store, "scorer@2", 40_000, 100, 33_000),
          push(store, "scorer@3", 5));

  @Test
  void threeHundredCorruptionsAreFound() {
    ForAll.cases(300, this::corruptAndLook);
  }

  @Test
  @Tag("slow")
  void tenThousandCorruptionsAreFound() {
    ForAll.cases(10_000, this::corruptAndLook);
  }

  private void corruptAndLook(RandomGenerator random) {
    List<String> names = medium.names();
    String name = names.get(random.nextInt(names.size()));
    String other = names.get(random.nextInt(names.size()));
    Bytes before = medium.content(name).orElseThrow();
    Bytes beforeOther = medium.content(other).orElseThrow();
    corrupt(name, other, random);
    Set<String> changed = new TreeSet<>();
    for (String one : List.of(name, other)) {
      if (!medium.content(one).equals(Optional.of(one.equals(name) ? before : beforeOther))) {
        changed.add(one);
      }
    }
    try {
      look(changed);
    } finally {
      medium.replace(name, before);
      medium.replace(other, beforeOther);
    }
  }

  /// Mangles an object, loses it, gives it another's bytes, or swaps the two.
  private void corrupt(String name, String other, RandomGenerator random) {
    Bytes bytes = medium.content(name).orElseThrow();
    Bytes otherBytes = medium.content(other).orElseThrow();
    switch (random.nextInt(8)) {
      case 0 -> medium.erase(name);
      case 1 -> medium.replace(name, otherBytes);
      case 2 -> {
        medium.replace(name, otherBytes);
        medium.replace(other, bytes);
      }
      default -> medium.replace(name, Bytes.of(Mangle.once(bytes.toArray(), random)));
    }
  }

  private void look(Set<String> changed) {
    List<SealedStore.Live> live = versions.stream().map(Version::live).toList();
    ScrubReport report = store.scrub(live, Optional.empty(), Progress.SILENT);
    // Below a key or a list that does not open nothing can be looked at.
    Set<String> found = new TreeSet<>();
    report.flaws().forEach(flaw -> found.add(flaw.name()));
    assertThat(found.isEmpty()).isEqualTo(changed.isEmpty());
    assertThat(changed).containsAll(found);
    for (Version version : versions) {
      List<String> needed = new ArrayList<>(version.names());
      needed.add(ObjectName.key(SealFixture.at(version.id()).name(), SealFixture.KEY.id()));
      boolean isTouched = needed.stream().anyMatch(changed::contains);
      assertThat(opens(version)).isEqualTo(!isTouched);
      readsNothingWrong(version);
    }
  }

  private boolean opens(Version version) {
    try {
      assertThat(SealFixture.opened(store, version.id(), version.list()))
          .isEqualTo(version.plain());
      return true;
    } catch (Fault | java.util.NoSuchElementException e) {
      return false;
    }
  }

  /// Even whoever has an item of old and jumps about in its object.
  private void readsNothingWrong(Version version) {
    for (int i = 0; i < version.plain().size(); i++) {
      Item item = version.content().items().get(i);
      Bytes plain = version.plain().get(i);
      for (int at = 0; at < plain.size(); at += 9_000) {
        ByteBuffer part = ByteBuffer.allocate(5_000);
        try (SeekableByteChannel channel = store.read(item)) {
          ChunkedEncryption.fill(part, channel.position(at));
        } catch (IOException | SealFault e) {
          // Found.
        }
        int end = at + part.position();
        assertThat(Bytes.of(part.flip())).isEqualTo(plain.slice(at, end));
      }
    }
  }
}
