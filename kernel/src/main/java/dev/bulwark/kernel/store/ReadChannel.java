package dev.bulwark.kernel.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/// Bytes of a known size as a channel that reads at any place and writes nowhere. Not thread-safe.
public final class ReadChannel implements SeekableByteChannel {

  /// Where the bytes are.
  public interface From extends Closeable {
    /// Reads on from a place, at least one byte.
    ///
    /// @param position within the size
    /// @param target has room, and for no byte beyond the size
    /// @return how many bytes were put into the target
    int read(long position, ByteBuffer target) throws IOException;

    @Override
    default void close() throws IOException {}
  }

  private final long size;
  private final From from;
  private long position;
  private boolean isOpen = true;

  public ReadChannel(long size, From from) {
    this.size = size;
    this.from = from;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (position >= size) {
      return -1;
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    int limit = target.limit();
    target.limit(target.position() + (int) Math.min(target.remaining(), size - position));
    try {
      int read = from.read(position, target);
      position += read;
      return read;
    } finally {
      target.limit(limit);
    }
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public long position() throws ClosedChannelException {
    requireOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long next) throws ClosedChannelException {
    requireOpen();
    if (next < 0) {
      throw new IllegalArgumentException("a position is not negative, found " + next);
    }
    position = next;
    return this;
  }

  @Override
  public long size() throws ClosedChannelException {
    requireOpen();
    return size;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long to) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return isOpen;
  }

  @Override
  public void close() throws IOException {
    if (isOpen) {
      isOpen = false;
      from.close();
    }
  }
}
