package dev.bulwark.scan.ocdbt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.weights.Described;
import dev.bulwark.scan.weights.Range;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.FormatReaderContract;
import dev.bulwark.testkit.Mangle;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoreReaderTest extends FormatReaderContract<StoreView> {
  private final Map<String, byte[]> beside = new HashMap<>(StoreFiles.data());

  StoreReaderTest() {
    byte[] leaf = RawStore.leaf("a", "ab", "b");
    beside.put("d/leaf", leaf);
    byte[] inner = RawStore.inner(1, "params/w", 7, "sub/", "d/far", 0);
    beside.put("d/inner", inner);
  }

  @Override
  protected FormatReader<StoreView> reader() {
    return new StoreReader(
        location -> Optional.ofNullable(beside.get(location)).map(MemorySegment::ofArray));
  }

  @Override
  protected List<byte[]> valid() {
    List<byte[]> valid = new ArrayList<>(StoreFiles.manifests());
    valid.add(at("d/leaf", 0));
    valid.add(RawStore.manifest("", -1, -1, 0));
    return valid;
  }

  @Override
  protected List<byte[]> broken() {
    byte[] real = StoreFiles.manifests().getFirst();
    byte[] flipped = real.clone();
    flipped[20] ^= 1;
    beside.put("d/unsorted", RawStore.leaf("b", "a"));
    beside.put("d/twice", RawStore.leaf("a", "a"));
    beside.put("d/none", RawStore.leaf());
    beside.put("d/cut", Arrays.copyOf(RawStore.leaf("a"), 20));
    return List.of(
        Arrays.copyOf(real, real.length - 1),
        Arrays.copyOf(real, real.length + 1),
        flipped,
        at("d/leaf", 1),
        at("d/unsorted", 0),
        at("d/twice", 0),
        at("d/none", 0),
        at("d/cut", 0),
        at("d/missing", 0),
        RawStore.manifest("d/leaf", 3, beside.get("d/leaf").length - 3, 0),
        RawStore.manifest("d/leaf", 0, 1 << 20, 0),
        RawStore.manifest("d/leaf", Long.MAX_VALUE, 100, 0),
        RawStore.sealed(RawStore.MANIFEST, 1, "no frame".getBytes(StandardCharsets.US_ASCII)));
  }

  private byte[] at(String file, int height) {
    int size = beside.getOrDefault(file, new byte[40]).length;
    return RawStore.manifest(file, 0, size, height);
  }

  private StoreView view(byte[] bytes) {
    return ((Reading.View<StoreView>) read(bytes)).view();
  }

  @Test
  void everyKeyOfARealCheckpointIsListed() {
    StoreView orbax = view(StoreFiles.manifests().getFirst());
    assertThat(orbax.keys())
        .contains(
            "params.dense.kernel/.zarray", "params.dense.kernel/0.0", "params.emb/0.0", "step/0")
        .isSorted();
    assertThat(orbax.files()).extracting(Described::location).anyMatch(f -> f.startsWith("d/"));
    StoreView deep = view(StoreFiles.manifests().get(3));
    assertThat(deep.keys()).hasSize(60).contains("k/000", "k/059").isSorted();
    assertThat(deep.nodes()).isGreaterThan(10);
    StoreView versions = view(StoreFiles.manifests().get(4));
    assertThat(versions.keys()).containsOnly("key0", "key1", "key2");
    assertThat(versions.versions()).as("the empty one, and six").isEqualTo(7);
  }

  @Test
  void aBaseIsThereForAllBelowIt() {
    byte[] far = RawStore.far("w/0", "d/values", 5, 7);
    beside.put("sub/d/far", far);
    byte[] inner = RawStore.inner(1, "params/w", 7, "sub/", "d/far", far.length);
    beside.put("d/inner", inner);
    StoreView view = view(RawStore.manifest("d/inner", 0, inner.length, 1));
    assertThat(view.keys()).containsExactly("params/w/0");
    assertThat(view.files())
        .containsExactly(
            new Described("d/inner", List.of(Range.of(0, inner.length))),
            new Described("sub/d/far", List.of(Range.of(0, far.length))),
            new Described("sub/d/values", List.of(Range.of(5, 7))));
  }

  @Test
  void filesOutsideAreToldAndNotOpened() {
    byte[] far = RawStore.far("w", "../../secret", 0, 10);
    beside.put("d/far", far);
    assertThat(view(RawStore.manifest("d/far", 0, far.length, 0)).outside())
        .containsExactly("../../secret");
    assertThat(view(RawStore.manifest("/etc/passwd", 0, 10, 0)).outside())
        .containsExactly("/etc/passwd");
  }

  @Test
  void aNodeThatLeadsToItselfEnds() {
    for (int height = 1; height < 3; height++) {
      byte[] inner = RawStore.inner(height, "k", 1, "", "d/loop", 0);
      byte[] loop = RawStore.inner(height, "k", 1, "", "d/loop", inner.length);
      beside.put("d/loop", loop);
      assertThat(read(RawStore.manifest("d/loop", 0, loop.length, height)))
          .isInstanceOf(Reading.Malformed.class);
    }
  }

  @Test
  void whatIsNotReadIsNotPassed() {
    byte[] manifest = StoreFiles.manifests().getFirst();
    Budget budget = Budget.of(Limits.DEFAULT, System::nanoTime);
    Place inside = Place.of("a.tar").inside("manifest.ocdbt");
    for (Source source :
        List.of(Source.of(Place.of("manifest.ocdbt"), manifest), Source.of(inside, manifest))) {
      Reading<StoreView> reading = new StoreReader().read(source, budget);
      assertThat(reading)
          .isInstanceOfSatisfying(
              Reading.OverLimit.class,
              over -> assertThat(over.reason()).isEqualTo(Outcome.Reason.UNSUPPORTED));
    }
    assertThat(reader().read(Source.of(inside, manifest), budget))
        .isInstanceOf(Reading.OverLimit.class);
  }

  /// Damage inside of a block whose checksum and length fit.
  @Test
  void sealedNonsenseIsReadWithoutAnException() {
    List<byte[]> bodies =
        List.of(
            RawStore.leaf("a", "ab", "b"),
            RawStore.far("w/0", "d/values", 5, 7),
            RawStore.inner(1, "params/w", 7, "sub/", "d/far", 60),
            StoreFiles.manifests().get(3));
    ForAll.cases(
        5_000,
        random -> {
          byte[] block = bodies.get(random.nextInt(bodies.size()));
          byte[] body = Arrays.copyOfRange(block, 14, block.length - 4);
          for (int damage = random.nextInt(3); damage >= 0; damage--) {
            body = Mangle.once(body, random);
          }
          byte[] sealed = RawStore.sealed(RawStore.TREE, 0, body);
          beside.put("d/nonsense", sealed);
          read(RawStore.manifest("d/nonsense", 0, sealed.length, random.nextInt(2)));
          read(RawStore.sealed(RawStore.MANIFEST, 0, body));
        });
  }

  @Test
  void aBombEndsAtTheBudget() {
    Limits few = new Limits(new ByteSize(1 << 10), 100, 10, Limits.DEFAULT.time());
    assertThat(read(StoreFiles.manifests().get(3), few)).isInstanceOf(Reading.OverLimit.class);
    beside.put("d/long", RawStore.leaf("k".repeat(60_000), "l".repeat(60_000)));
    assertThat(read(at("d/long", 0), few)).isInstanceOf(Reading.OverLimit.class);
  }

  /// A few bytes that would become gigabytes: tables of nameless files, prefixes that children
  /// share.
  @Test
  void whatABlockNamesIsBoundedAsWellAsItsBytes() {
    assertThat(read(RawStore.crowd(70_000)))
        .isInstanceOfSatisfying(
            Reading.OverLimit.class,
            over -> assertThat(over.toString()).contains("too many data files"));
    beside.put("d/sharing", RawStore.sharing(60_000, 2_000));
    assertThat(read(at("d/sharing", 1)))
        .isInstanceOfSatisfying(
            Reading.OverLimit.class, over -> assertThat(over.toString()).contains("too long keys"));
  }
}
