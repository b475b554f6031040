package dev.bulwark.testkit;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/// A channel that reads some bytes of memory, for tests. Not thread-safe.
public final class MemoryChannel implements SeekableByteChannel {
  private final byte[] content;
  private long position;
  private boolean isOpen = true;

  /// @param content not copied
  public MemoryChannel(byte[] content) {
    this.content = content;
  }

  @Override
  public int read(ByteBuffer target) throws ClosedChannelException {
    if (!isOpen) {
      throw new ClosedChannelException();
    }
    if (position >= content.length) {
      return -1;
    }
    int size = (int) Math.min(target.remaining(), content.length - position);
    target.put(content, (int) position, size);
    position += size;
    return size;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long next) {
    position = next;
    return this;
  }

  @Override
  public long size() {
    return content.length;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
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
