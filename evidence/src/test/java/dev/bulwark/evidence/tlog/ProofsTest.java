package dev.bulwark.evidence.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.testkit.ForAll;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every proof of every size up to 300, made from tiles alone and checked against roots that a
/// second, naive tree computes.
class ProofsTest {
  private static final int SIZES = 300;
  private static final List<TreeHead> HEADS = new ArrayList<>();
  private static final List<TiledTree> TREES = new ArrayList<>();

  /// RFC 6962 §2.1, word for word.
  private static Digest naive(List<Bytes> entries) {
    if (entries.isEmpty()) {
      return Digest.of(Bytes.EMPTY);
    }
    if (entries.size() == 1) {
      return Digest.of(Bytes.concat(Bytes.parseHex("00"), entries.getFirst()));
    }
    int split = Integer.highestOneBit(entries.size() - 1);
    return Digest.of(
        Bytes.concat(
            Bytes.parseHex("01"),
            naive(entries.subList(0, split)).value(),
            naive(entries.subList(split, entries.size())).value()));
  }

  @BeforeAll
  static void grow() {
    MemoryTileStore tiles = new MemoryTileStore();
    Growing.Tree tree = new Growing.Tree(Frontier.empty(), List.of());
    for (int size = 0; size <= SIZES; size++) {
      HEADS.add(new TreeHead("test", size, naive(Fixture.entries(0, size))));
      TREES.add(
          new TiledTree(tiles, HEADS.getLast(), Frontier.read(tiles, size), new TileCache(8)));
      Growing.Grown grown = Growing.grow(tree, List.of(Fixture.entry(size)));
      tiles.write(grown.tiles());
      tree = grown.tree();
    }
  }

  @Test
  void everyEntryIsProvedInEveryTree() {
    for (int size = 1; size <= SIZES; size++) {
      for (int index = 0; index < size; index++) {
        InclusionProof proof = TREES.get(size).proveInclusion(index);
        assertThat(proof.proves(Fixture.entry(index), HEADS.get(size))).isTrue();
      }
    }
  }

  @Test
  void everyTreeIsProvedToBeginWithEveryOlderOne() {
    for (int newer = 0; newer <= SIZES; newer++) {
      for (int older = 0; older <= newer; older++) {
        ConsistencyProof proof = TREES.get(newer).proveConsistency(older);
        assertThat(proof.proves(HEADS.get(older), HEADS.get(newer))).isTrue();
        assertThat(TREES.get(newer).rootAt(older)).isEqualTo(HEADS.get(older).root());
      }
    }
  }

  @Test
  void noInclusionProofServesAnotherEntryIndexOrTree() {
    for (int size = 1; size <= 70; size++) {
      for (int index = 0; index < size; index++) {
        InclusionProof proof = TREES.get(size).proveInclusion(index);
        for (int other = 0; other <= 70; other++) {
          if (other != index) {
            assertThat(proof.proves(Fixture.entry(other), HEADS.get(size))).isFalse();
          }
          if (other != index && other < size) {
            assertThat(
                    new InclusionProof(other, size, proof.path())
                        .proves(Fixture.entry(index), HEADS.get(size)))
                .isFalse();
          }
          if (other != size && index < other) {
            assertThat(proof.proves(Fixture.entry(index), HEADS.get(other))).isFalse();
            assertThat(
                    new InclusionProof(index, other, proof.path())
                        .proves(Fixture.entry(index), HEADS.get(other)))
                .isFalse();
          }
        }
      }
    }
  }

  @Test
  void noConsistencyProofServesOtherTrees() {
    for (int newer = 2; newer <= 40; newer++) {
      for (int older = 1; older < newer; older++) {
        List<Digest> path = TREES.get(newer).proveConsistency(older).path();
        for (int other = 1; other <= 40; other++) {
          if (other != older && other < newer) {
            assertThat(
                    new ConsistencyProof(other, newer, path)
                        .proves(HEADS.get(other), HEADS.get(newer)))
                .isFalse();
          }
          if (other != newer && other > older) {
            assertThat(
                    new ConsistencyProof(older, other, path)
                        .proves(HEADS.get(older), HEADS.get(other)))
                .isFalse();
          }
        }
      }
    }
  }

  @Test
  void aProofWithAChangedMissingOrExtraHashProvesNothing() {
    ForAll.cases(
        1_000,
        random -> {
          int size = 2 + random.nextInt(SIZES - 1);
          int at = random.nextInt(size);
          InclusionProof inclusion = TREES.get(size).proveInclusion(at);
          assertThat(
                  new InclusionProof(at, size, damaged(inclusion.path(), random))
                      .proves(Fixture.entry(at), HEADS.get(size)))
              .isFalse();
          ConsistencyProof consistency = TREES.get(size).proveConsistency(at);
          assertThat(
                  new ConsistencyProof(at, size, damaged(consistency.path(), random))
                      .proves(HEADS.get(at), HEADS.get(size)))
              .isFalse();
        });
  }

  private static List<Digest> damaged(List<Digest> path, java.util.random.RandomGenerator random) {
    List<Digest> damaged = new ArrayList<>(path);
    int kind = path.isEmpty() ? 1 : random.nextInt(4);
    int at = random.nextInt(path.size() + (kind == 1 ? 1 : 0));
    switch (kind) {
      case 0 -> damaged.remove(at);
      case 1 -> damaged.add(at, Digest.of(Bytes.utf8("" + random.nextLong())));
      case 2 -> damaged.set(at, Digest.of(damaged.get(at).value()));
      default -> damaged.add(damaged.get(at));
    }
    return damaged;
  }

  @Test
  void tilesAreTheSameHoweverTheEntriesWereBatched() {
    MemoryTileStore one = Fixture.grown(1000, 1000).tiles;
    MemoryTileStore many = Fixture.grown(1000, 1, 255, 7, 256, 300).tiles;
    one.tiles.forEach((path, content) -> assertThat(many.tiles).containsEntry(path, content));
  }
}
