package dev.bulwark.store;

import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// Objects as files. Several processes may write: an object comes to its place by a hard link,
/// which fails where something is already.
public final class FileObjectStore implements ObjectStore {
  private final Folder folder;
  private final AtomicLong writes = new AtomicLong();
  private final long process = ProcessHandle.current().pid();

  private FileObjectStore(Folder folder) {
    this.folder = folder;
  }

  /// Opens the folder, made where it is not there.
  public static FileObjectStore open(Path folder) {
    return new FileObjectStore(Folder.open(folder, "object"));
  }

  @Override
  public Writer create() {
    try {
      return new FileWriter(folder.createTemporary(() -> process + "." + writes.getAndIncrement()));
    } catch (IOException e) {
      throw Trouble.fault("write below", folder.root(), e);
    }
  }

  /// A half-written file. What was written is sent to the medium while more is written, so that the
  /// commit has little left to wait for.
  private final class FileWriter implements Writer {
    private final Path temporary;
    private final FileChannel channel;
    private final Flushing flushing;

    FileWriter(Folder.Temporary file) {
      this.temporary = file.path();
      this.channel = file.channel();
      this.flushing = new Flushing(channel);
    }

    @Override
    public int write(ByteBuffer bytes) {
      int size = bytes.remaining();
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        flushing.wrote(size);
        return size;
      } catch (IOException e) {
        throw Trouble.fault("write", temporary, e);
      }
    }

    @Override
    public void commit(String name) {
      Path file = folder.place(name);
      try {
        flushing.end();
        channel.force(true);
        channel.close();
        Set<Path> changed = folder.prepare(file);
        Files.createLink(file, temporary);
        Files.delete(temporary);
        Folder.force(changed);
        folder.remember(file);
      } catch (FileAlreadyExistsException e) {
        throw new StoreFault(
            StoreFault.CONFLICT,
            "expected nothing at " + file + " yet, found something; an object never changes",
            e);
      } catch (IOException e) {
        throw Trouble.fault("write", file, e);
      }
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() {
      try {
        flushing.end();
        channel.close();
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        throw Trouble.fault("clean", temporary, e);
      }
    }
  }

  @Override
  public Optional<SeekableByteChannel> open(String name) {
    return folder.open(folder.place(name));
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
  public List<String> names() {
    return folder.names();
  }

  /// Half-written objects, with the bytes each takes. Nobody may be writing.
  public SortedMap<String, Long> halfWritten() {
    SortedMap<String, Long> sizes = new TreeMap<>();
    for (Path file : folder.halfWritten()) {
      try {
        sizes.put(folder.name(file), Files.size(file));
      } catch (IOException e) {
        throw Trouble.fault("read", file, e);
      }
    }
    return sizes;
  }

  /// Removes half-written objects that a crash left. Nobody may be writing.
  ///
  /// @return their names
  public List<String> sweep() {
    return folder.sweep();
  }
}
