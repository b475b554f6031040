package dev.bulwark.store;

import dev.bulwark.evidence.tlog.TilePath;
import dev.bulwark.evidence.tlog.TileStore;
import dev.bulwark.kernel.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tiles as files, laid out so that a web server can serve the folder as it is (C2SP tlog-tiles).
///
/// All tiles of a batch are written beside their places and forced, then renamed into them, then
/// every folder that changed is forced once. The lease is a lock on the file `lock`.
public final class FileTileStore implements TileStore {
  private static final String TILES = "tile";
  private static final String LOCK = "lock";

  private final Folder folder;

  private FileTileStore(Folder folder) {
    this.folder = folder;
  }

  /// Opens the folder of one ledger, made where it is not there.
  public static FileTileStore open(Path folder) {
    return new FileTileStore(Folder.open(folder));
  }

  @Override
  public Optional<Bytes> read(TilePath path) {
    return folder.read(folder.place(path.path()), path.maxBytes() + 1);
  }

  @Override
  public void write(Map<TilePath, Bytes> tiles) {
    Map<Path, Path> renames = new LinkedHashMap<>();
    Set<Path> changed = new LinkedHashSet<>();
    try {
      for (Map.Entry<TilePath, Bytes> tile : tiles.entrySet()) {
        Path file = folder.place(tile.getKey().path());
        Path temporary = file.resolveSibling(file.getFileName() + Folder.TEMPORARY);
        changed.addAll(folder.prepare(file));
        Files.deleteIfExists(temporary);
        Folder.writeNew(temporary, tile.getValue());
        renames.put(temporary, file);
      }
      for (Map.Entry<Path, Path> rename : renames.entrySet()) {
        Folder.rename(rename.getKey(), rename.getValue());
      }
      folder.force(changed);
      renames.values().forEach(folder::remember);
    } catch (IOException e) {
      throw Trouble.fault("write tiles below", folder.root(), e);
    }
  }

  @Override
  public List<TilePath> list() {
    return folder.files(TILES).stream()
        .flatMap(file -> TilePath.parse(folder.name(file)).stream())
        .toList();
  }

  @Override
  public void remove(Collection<TilePath> tiles) {
    Set<Path> changed = new LinkedHashSet<>();
    try {
      for (TilePath tile : tiles) {
        folder.delete(folder.place(tile.path())).ifPresent(changed::add);
      }
      folder.force(changed);
    } catch (IOException e) {
      throw Trouble.fault("remove tiles below", folder.root(), e);
    }
  }

  @Override
  public Optional<Lease> lease() {
    try {
      Optional<ProcessLock> lock = ProcessLock.tryAcquire(folder.root().resolve(LOCK));
      return lock.map(held -> new Held(held, sweep()));
    } catch (IOException e) {
      throw Trouble.fault("lock", folder.root().resolve(LOCK), e);
    }
  }

  /// Removes half-written files; the holder of the lease is the only one who makes them.
  private List<String> sweep() {
    List<String> swept = new ArrayList<>();
    for (Path file : folder.files("")) {
      if (file.getFileName().toString().endsWith(Folder.TEMPORARY)) {
        try {
          Files.deleteIfExists(file);
        } catch (IOException e) {
          throw Trouble.fault("remove", file, e);
        }
        swept.add(folder.name(file));
      }
    }
    return swept;
  }

  private record Held(ProcessLock lock, List<String> swept) implements Lease {
    private Held {
      swept = List.copyOf(swept);
    }

    @Override
    public void close() {
      lock.close();
    }
  }
}
