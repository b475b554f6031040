package dev.bulwark.scan.archive;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.scan.unpack.Ratio;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/// Bytes as a channel, for a library that wants one; what is read is spent from the budget.
final class SegmentChannel implements SeekableByteChannel {
  private final MemorySegment bytes;
  private final Budget budget;
  private final Ratio ratio;
  private long position;
  private boolean closed;

  /// @param ratio is told how much was read
  SegmentChannel(MemorySegment bytes, Budget budget, Ratio ratio) {
    this.bytes = bytes;
    this.budget = budget;
    this.ratio = ratio;
  }

  @Override
  public int read(ByteBuffer into) {
    if (position >= bytes.byteSize()) {
      return -1;
    }
    int count = (int) Math.min(into.remaining(), bytes.byteSize() - position);
    budget.bytes(count);
    ratio.consumed(count);
    byte[] piece = bytes.asSlice(position, count).toArray(JAVA_BYTE);
    into.put(piece);
    position += count;
    return count;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    if (newPosition < 0) {
      throw new IllegalArgumentException("negative position");
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return bytes.byteSize();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
