package dev.bulwark.scan.unpack;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Bytes as a stream, for libraries that want one. How far it was read can be asked; what is read
/// is spent from the budget, and copied to the heap before a library sees it.
public final class SegmentInput extends InputStream {
  private static final int CHUNK = 1 << 14;

  private final MemorySegment bytes;
  private final Budget budget;
  private final byte[] chunk;
  private long filledFrom;
  private int filled;
  private int next;

  public SegmentInput(MemorySegment bytes, Budget budget) {
    this.bytes = bytes;
    this.budget = budget;
    this.chunk = new byte[(int) Math.min(CHUNK, bytes.byteSize())];
  }

  /// The offset of the next byte.
  public long position() {
    return filledFrom + next;
  }

  @Override
  public int read() {
    return fill() ? chunk[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int from, int count) {
    Objects.checkFromIndexSize(from, count, into.length);
    if (count == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int size = Math.min(count, filled - next);
    System.arraycopy(chunk, next, into, from, size);
    next += size;
    return size;
  }

  private boolean fill() {
    if (next < filled) {
      return true;
    }
    filledFrom += filled;
    next = 0;
    filled = (int) Math.min(chunk.length, bytes.byteSize() - filledFrom);
    budget.bytes(filled);
    MemorySegment.copy(bytes, JAVA_BYTE, filledFrom, chunk, 0, filled);
    return filled > 0;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, bytes.byteSize() - position());
  }
}
