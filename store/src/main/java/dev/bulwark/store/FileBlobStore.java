package dev.bulwark.store;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    return new FileBlobStore(Folder.open(folder));
  }

  @Override
  public void put(String name, Bytes content) {
    Path file = folder.place(name);
    Path temporary =
        file.resolveSibling(
            file.getFileName() + "." + process + "." + writes.getAndIncrement() + Folder.TEMPORARY);
    try {
      Set<Path> changed = folder.prepare(file);
      try {
        Folder.writeNew(temporary, content);
        link(file, temporary, content);
      } finally {
        Files.deleteIfExists(temporary);
      }
      folder.force(changed);
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

  @Override
  public Optional<Bytes> find(String name) {
    return folder.read(folder.place(name), MAX_BYTES);
  }

  @Override
  public void erase(String name) {
    Path file = folder.place(name);
    try {
      folder.force(folder.delete(file).stream().toList());
    } catch (IOException e) {
      throw Trouble.fault("erase", file, e);
    }
  }
}
