package dev.bulwark.store;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Blobs as files. Several processes may write: a blob comes to its place by a hard link, which
/// fails where something is already.
public final class FileBlobStore implements BlobStore {
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private final Folder folder;
  private final AtomicLong writes = new AtomicLong();
  private final long process = ProcessHandle.current().pid();

  private FileBlobStore(Folder folder) {
    this.folder = folder;
  }

  /// Opens the folder, made where it is not there.
  public static FileBlobStore open(Path folder) {
    return new FileBlobStore(Folder.open(folder, "blob"));
  }

  @Override
  public void put(String name, Bytes content) {
    Path file = folder.place(name);
    try {
      Set<Path> changed = folder.prepare(file);
      Path temporary = folder.writeTemporary(process + "." + writes.getAndIncrement(), content);
      try {
        link(file, temporary, content);
      } finally {
        Files.deleteIfExists(temporary);
      }
      Folder.force(changed);
      folder.remember(file);
    } catch (IOException e) {
      throw Trouble.fault("write", file, e);
    }
  }

  private void link(Path file, Path temporary, Bytes content) throws IOException {
    try {
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      Optional<Bytes> there = folder.read(file, MAX_BYTES);
      if (!there.equals(Optional.of(content))) {
        throw new StoreFault(
            StoreFault.CONFLICT,
            "expected the same "
                + content.size()
                + " bytes at "
                + file
                + " as are being put, found others; a blob never changes",
            e);
      }
    }
  }

  /// Removes half-written blobs that a crash left. Nobody may be writing, so it is for whoever
  /// holds the lease of the ledger beside.
  ///
  /// @return their names
  public List<String> sweep() {
    return folder.sweep();
  }

  @Override
  public Optional<Bytes> find(String name) {
    return folder.read(folder.place(name), MAX_BYTES);
  }

  @Override
  public void erase(String name) {
    Path file = folder.place(name);
    try {
      Folder.force(folder.delete(file).stream().toList());
    } catch (IOException e) {
      throw Trouble.fault("erase", file, e);
    }
  }

  @Override
  public List<String> names(String below) {
    return folder.names(folder.place(below));
  }
}
