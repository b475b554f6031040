package dev.bulwark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.tlog.TilePath;
import dev.bulwark.evidence.tlog.TileStore;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTileStoreTest {
  private static final TilePath FULL = TilePath.hashes(0, 1234067, TilePath.FULL);
  private static final TilePath PARTIAL = TilePath.hashes(0, 1234067, 9);
  private static final TilePath ENTRIES = TilePath.entries(0, 3);

  @TempDir Path folder;

  private TileStore open() {
    return FileTileStore.open(folder);
  }

  @Test
  void tilesLieWhereReadersOfTheLayoutLook() throws IOException {
    open().write(Map.of(FULL, Bytes.utf8("full"), PARTIAL, Bytes.utf8("partial")));
    assertThat(Files.readString(folder.resolve("tile/0/x001/x234/067"))).isEqualTo("full");
    assertThat(Files.readString(folder.resolve("tile/0/x001/x234/067.p/9"))).isEqualTo("partial");
  }

  @Test
  void aTileIsReplacedWholeAndFoundByOthers() {
    open().write(Map.of(ENTRIES, Bytes.utf8("one")));
    open().write(Map.of(ENTRIES, Bytes.utf8("other")));
    assertThat(open().read(ENTRIES)).contains(Bytes.utf8("other"));
    assertThat(open().read(FULL)).isEmpty();
  }

  @Test
  void aTileThatHasGrownIsSeenToBeTooLong() throws IOException {
    open().write(Map.of(PARTIAL, Bytes.EMPTY));
    Files.write(folder.resolve("tile/0/x001/x234/067.p/9"), new byte[100_000]);
    assertThat(open().read(PARTIAL).orElseThrow().size()).isEqualTo(PARTIAL.maxBytes() + 1);
  }

  @Test
  void aRangeOfALevelIsListed() throws IOException {
    TileStore store = open();
    List<TilePath> tiles =
        List.of(
            TilePath.hashes(0, 998, 256),
            TilePath.hashes(0, 999, 256),
            TilePath.hashes(0, 1000, 256),
            TilePath.hashes(0, 1000, 7),
            TilePath.hashes(0, 1001, 1),
            TilePath.hashes(0, 1_000_000, 256),
            TilePath.hashes(1, 3, 1),
            ENTRIES);
    tiles.forEach(tile -> store.write(Map.of(tile, Bytes.utf8("x"))));
    Files.writeString(folder.resolve("tile/0/README"), "not a tile");
    Files.writeString(folder.resolve("tile/0/1"), "not a tile");
    assertThat(store.list(0, 0, 2_000_000))
        .containsExactlyInAnyOrderElementsOf(tiles.subList(0, 6));
    assertThat(store.list(0, 999, 1001)).containsExactlyInAnyOrderElementsOf(tiles.subList(1, 4));
    assertThat(store.list(1, 0, 10)).containsExactly(tiles.get(6));
    assertThat(store.list(TilePath.ENTRIES, 0, 1)).containsExactly(ENTRIES);
    assertThat(store.list(5, 0, 10)).isEmpty();
  }

  @Test
  void removedTilesAreGoneAndEmptyPartialFoldersWithThem() {
    TileStore store = open();
    store.write(Map.of(FULL, Bytes.utf8("full"), PARTIAL, Bytes.utf8("partial")));
    store.remove(List.of(PARTIAL, ENTRIES));
    assertThat(store.read(PARTIAL)).isEmpty();
    assertThat(store.read(FULL)).isPresent();
    assertThat(folder.resolve("tile/0/x001/x234/067.p")).doesNotExist();
    store.write(Map.of(PARTIAL, Bytes.utf8("again")));
    assertThat(store.read(PARTIAL)).contains(Bytes.utf8("again"));
  }

  @Test
  void theLeaseHasOneHolder() {
    TileStore.Lease lease = open().lease().orElseThrow();
    assertThat(open().lease()).isEmpty();
    lease.close();
    open().lease().orElseThrow().close();
  }

  @Test
  void theLeaseTellsWhatItSwept() throws IOException {
    open().write(Map.of(ENTRIES, Bytes.utf8("one")));
    Files.writeString(folder.resolve("tile~/tile-0-000.p-7"), "half");
    try (TileStore.Lease lease = open().lease().orElseThrow()) {
      assertThat(lease.swept()).containsExactly("tile~/tile-0-000.p-7");
    }
    assertThat(folder.resolve("tile~")).isEmptyDirectory();
  }

  @Test
  void aPlantedLinkOrPipeIsRefused() throws Exception {
    open().write(Map.of(ENTRIES, Bytes.utf8("one")));
    Path tile = folder.resolve("tile/entries/000.p/3");
    Files.move(tile, folder.resolve("elsewhere"));
    Files.createSymbolicLink(tile, folder.resolve("elsewhere"));
    assertThatThrownBy(() -> open().read(ENTRIES)).isInstanceOf(StoreFault.class);
    Files.delete(tile);
    assertThat(new ProcessBuilder("mkfifo", tile.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> open().read(ENTRIES)).isInstanceOf(StoreFault.class);
  }
}
