package dev.bulwark.testkit;

import dev.bulwark.kernel.store.ObjectStore;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;

/// An {@link ObjectStore} whose writes, commits and erasures fail as planned.
public final class FaultyObjectStore implements ObjectStore {
  private final ObjectStore inner;
  private final FaultPlan plan;

  public FaultyObjectStore(ObjectStore inner, FaultPlan plan) {
    this.inner = inner;
    this.plan = plan;
  }

  @Override
  public Writer create() {
    return new FaultyWriter(inner.create());
  }

  @Override
  public Optional<SeekableByteChannel> open(String name) {
    return inner.open(name);
  }

  @Override
  public void erase(String name) {
    plan.write(() -> inner.erase(name));
  }

  @Override
  public List<String> names() {
    return inner.names();
  }

  private final class FaultyWriter implements Writer {
    private final Writer writer;

    FaultyWriter(Writer writer) {
      this.writer = writer;
    }

    @Override
    public int write(ByteBuffer bytes) {
      int size = bytes.remaining();
      plan.write(() -> writer.write(bytes));
      return size;
    }

    @Override
    public void commit(String name) {
      plan.write(() -> writer.commit(name));
    }

    @Override
    public boolean isOpen() {
      return writer.isOpen();
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
