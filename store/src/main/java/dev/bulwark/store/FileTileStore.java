package dev.bulwark.store;

import dev.bulwark.evidence.tlog.TilePath;
import dev.bulwark.evidence.tlog.TileStore;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Tiles as files, laid out so that a web server can serve the folder as it is (C2SP tlog-tiles).
///
/// All tiles of a batch are written and forced at once, side by side, because the medium merges
/// flushes that wait together; then they are renamed into their places, and every folder that
/// changed is forced once, side by side again. The lease is a lock on the file `lock`.
public final class FileTileStore implements TileStore {
  private static final String PARTIAL = ".p";
  private static final int GROUP = 1000;
  private static final String LOCK = "lock";

  private final Folder folder;

  private FileTileStore(Folder folder) {
    this.folder = folder;
  }

  /// Opens the folder of one ledger, made where it is not there.
  public static FileTileStore open(Path folder) {
    return new FileTileStore(Folder.open(folder, "tile"));
  }

  @Override
  public Optional<Bytes> read(TilePath path) {
    return folder.read(folder.place(path.path()), path.maxBytes() + 1);
  }

  @Override
  public void write(Map<TilePath, Bytes> tiles) {
    Set<Path> changed = new LinkedHashSet<>();
    List<Path> written = new ArrayList<>();
    try {
      for (TilePath tile : tiles.keySet()) {
        changed.addAll(folder.prepare(place(tile)));
      }
      Fork.each(
          tiles.entrySet(), tile -> folder.writeTemporary(half(tile.getKey()), tile.getValue()));
      for (TilePath tile : tiles.keySet()) {
        written.add(folder.rename(half(tile), place(tile)));
      }
      Folder.force(changed);
      written.forEach(folder::remember);
    } catch (IOException e) {
      throw afterSweep(Trouble.fault("write tiles below", folder.root(), e));
    }
  }

  /// Half-written tiles of a batch that failed would only fill a disk that may be full already.
  private StoreFault afterSweep(StoreFault fault) {
    try {
      folder.sweep();
    } catch (StoreFault e) {
      fault.addSuppressed(e);
    }
    return fault;
  }

  private Path place(TilePath tile) {
    return folder.place(tile.path());
  }

  /// A name of one segment for the half-written tile.
  private static String half(TilePath tile) {
    return tile.path().replace('/', '-');
  }

  @Override
  public List<TilePath> list(int level, long from, long to) {
    List<TilePath> tiles = new ArrayList<>();
    try {
      for (long first = from - from % GROUP; first < to; first += GROUP) {
        Path parent = parent(place(new TilePath(level, first, TilePath.FULL)));
        for (Path file : files(parent)) {
          TilePath.parse(folder.name(file))
              .filter(tile -> tile.index() >= from && tile.index() < to)
              .ifPresent(tiles::add);
        }
      }
      return tiles;
    } catch (IOException e) {
      throw Trouble.fault("list tiles below", folder.root(), e);
    }
  }

  /// The full tiles in a folder, and the partial ones one folder deeper.
  private static List<Path> files(Path parent) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path child : Folder.children(parent)) {
      if (child.toString().endsWith(PARTIAL)) {
        files.addAll(Folder.children(child));
      } else {
        files.add(child);
      }
    }
    return files;
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent(), "a tile lies in a folder");
  }

  @Override
  public void remove(Collection<TilePath> tiles) {
    Set<Path> changed = new LinkedHashSet<>();
    try {
      for (TilePath tile : tiles) {
        folder.delete(place(tile)).ifPresent(changed::add);
      }
      for (Path partial : changed.stream().filter(at -> at.toString().endsWith(PARTIAL)).toList()) {
        if (folder.deleteEmpty(partial)) {
          changed.remove(partial);
          changed.add(parent(partial));
        }
      }
      Folder.force(changed);
    } catch (IOException e) {
      throw Trouble.fault("remove tiles below", folder.root(), e);
    }
  }

  @Override
  public Optional<Lease> lease() {
    try {
      Optional<ProcessLock> lock = ProcessLock.tryAcquire(folder.root().resolve(LOCK));
      return lock.map(held -> new Held(held, folder.sweep()));
    } catch (IOException e) {
      throw Trouble.fault("lock", folder.root().resolve(LOCK), e);
    }
  }

  private record Held(ProcessLock lock, List<String> swept) implements Lease {
    private Held {
      swept = List.copyOf(swept);
    }

    @Override
    public void require() {
      // Nobody takes a file's lock from a process that lives.
    }

    @Override
    public void close() {
      lock.close();
    }
  }
}
