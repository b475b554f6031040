package dev.bulwark.evidence.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.util.List;
import org.junit.jupiter.api.Test;

class TilePathTest {

  @Test
  void pathsAreWrittenAsTheLayoutSays() {
    record Case(TilePath tile, String path) {}
    for (Case row :
        List.of(
            new Case(TilePath.hashes(0, 0, 256), "tile/0/000"),
            new Case(TilePath.hashes(0, 0, 1), "tile/0/000.p/1"),
            new Case(TilePath.hashes(1, 5, 255), "tile/1/005.p/255"),
            new Case(TilePath.hashes(63, 999, 256), "tile/63/999"),
            new Case(TilePath.hashes(0, 1000, 256), "tile/0/x001/000"),
            new Case(TilePath.hashes(0, 1234067, 256), "tile/0/x001/x234/067"),
            new Case(TilePath.entries(1234067, 8), "tile/entries/x001/x234/067.p/8"),
            new Case(TilePath.entries(123456789000L, 256), "tile/entries/x123/x456/x789/000"),
            new Case(
                TilePath.hashes(2, 999_999_999_999_999_999L, 256),
                "tile/2/x999/x999/x999/x999/x999/999"))) {
      assertThat(row.tile().path()).isEqualTo(row.path());
      assertThat(TilePath.parse(row.path())).contains(row.tile());
    }
  }

  @Test
  void otherSpellingsAreRefused() {
    for (String path :
        List.of(
            "",
            "tile",
            "tile/0",
            "tile/00/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/entry/000",
            "tile/0/0",
            "tile/0/0000",
            "tile/0/x000/001",
            "tile/0/001/002",
            "tile/0/x001",
            "tile/0/000.p/0",
            "tile/0/000.p/01",
            "tile/0/000.p/256",
            "tile/0/000.p/999",
            "tile/0/000.p",
            "tile/0/000/",
            "/tile/0/000",
            "tile/0/000\n",
            "tile/0/٠٠٠",
            "tile/0/x999/x999/x999/x999/x999/x999/999")) {
      assertThat(TilePath.parse(path)).as(path).isEmpty();
    }
  }

  @Test
  void mangledPathsAreRefusedOrReadBackAsThemselves() {
    byte[] valid = Bytes.utf8("tile/entries/x001/x234/067.p/8").toArray();
    ForAll.cases(
        20_000,
        random -> {
          String mangled = Bytes.of(Mangle.once(valid, random)).utf8();
          TilePath.parse(mangled).ifPresent(tile -> assertThat(tile.path()).isEqualTo(mangled));
        });
  }

  /// The example of C2SP tlog-tiles, "Partial Tiles": a tree of 70,000.
  @Test
  void aTreeHasTheTilesTheLayoutSays() {
    long size = 70_000;
    for (TilePath tile :
        List.of(
            TilePath.hashes(0, 272, 256),
            TilePath.hashes(0, 273, 112),
            TilePath.hashes(1, 0, 256),
            TilePath.hashes(1, 1, 17),
            TilePath.hashes(2, 0, 1),
            TilePath.entries(273, 112))) {
      assertThat(tile.isWithin(size)).as(tile.path()).isTrue();
    }
    for (TilePath tile :
        List.of(
            TilePath.hashes(0, 273, 113),
            TilePath.hashes(0, 273, 256),
            TilePath.hashes(1, 1, 18),
            TilePath.hashes(2, 0, 2),
            TilePath.hashes(3, 0, 1),
            TilePath.hashes(63, 0, 1),
            TilePath.entries(274, 1))) {
      assertThat(tile.isWithin(size)).as(tile.path()).isFalse();
    }
  }

  @Test
  void aTreeHasTheseTilesAndNoOthers() {
    assertThat(TilePath.ofTree(0)).isEmpty();
    assertThat(TilePath.ofTree(256).stream().map(TilePath::path))
        .containsExactly("tile/entries/000", "tile/0/000", "tile/1/000.p/1");
    assertThat(TilePath.ofTree(257).stream().map(TilePath::path))
        .containsExactly(
            "tile/entries/000",
            "tile/entries/001.p/1",
            "tile/0/000",
            "tile/0/001.p/1",
            "tile/1/000.p/1");
    assertThat(TilePath.ofTree(65_536).stream().map(TilePath::path))
        .hasSize(256 + 256 + 1 + 1)
        .endsWith("tile/1/000", "tile/2/000.p/1");
  }
}
