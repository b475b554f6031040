package dev.bulwark.testkit;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.kernel.store.StoreFault;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// An {@link ObjectStore} in memory, for tests, whose owner can look into it and change what is
/// there. Thread-safe.
public final class MemoryObjectStore implements ObjectStore {
  private final ConcurrentSkipListMap<String, Bytes> objects = new ConcurrentSkipListMap<>();

  @Override
  public Writer create() {
    return new MemoryWriter();
  }

  @Override
  public Optional<SeekableByteChannel> open(String name) {
    return content(name).map(content -> MemoryChannel.over(content.toArray()));
  }

  @Override
  public void erase(String name) {
    objects.remove(StoreName.require(name));
  }

  @Override
  public List<String> names() {
    return List.copyOf(objects.keySet());
  }

  /// What lies under a name.
  public Optional<Bytes> content(String name) {
    return Optional.ofNullable(objects.get(StoreName.require(name)));
  }

  /// Does what only whoever owns the medium can: puts other bytes under a name.
  public void replace(String name, Bytes content) {
    objects.put(StoreName.require(name), content);
  }

  private final class MemoryWriter implements Writer {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private boolean isOpen = true;

    @Override
    public int write(ByteBuffer bytes) {
      requireOpen();
      int size = bytes.remaining();
      byte[] copy = new byte[size];
      bytes.get(copy);
      written.writeBytes(copy);
      return size;
    }

    @Override
    public void commit(String name) {
      requireOpen();
      StoreName.require(name);
      isOpen = false;
      if (objects.putIfAbsent(name, Bytes.of(written.toByteArray())) != null) {
        throw new StoreFault(StoreFault.CONFLICT, "something is kept under " + name);
      }
    }

    private void requireOpen() {
      if (!isOpen) {
        throw new IllegalStateException("this writer has ended");
      }
    }

    @Override
    public boolean isOpen() {
      return isOpen;
    }

    @Override
    public void close() {
      isOpen = false;
    }
  }
}
