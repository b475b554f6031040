package dev.bulwark.registry.seal;

import dev.bulwark.kernel.store.ReadChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;

/// A sealed message, read at any place, by whole chunks. Not thread-safe.
///
/// Whoever reads on where the last read ended gets sixteen chunks with one read of the medium;
/// whoever jumps, one.
final class OpenedMessage implements ReadChannel.From {
  private static final int CHUNKS_AT_ONCE = 16;
  private static final int CHUNK_SIZE = ChunkedEncryption.CHUNK_SIZE;
  private static final int SEALED_CHUNK_SIZE = ChunkedEncryption.SEALED_CHUNK_SIZE;

  private final SeekableByteChannel sealed;
  private final Chunks chunks;
  private final long sealedSize;
  private final long size;
  private final long lastChunk;
  private final ByteBuffer taken = ByteBuffer.allocate(CHUNKS_AT_ONCE * SEALED_CHUNK_SIZE);
  private final byte[] window = new byte[CHUNKS_AT_ONCE * CHUNK_SIZE];
  private long windowStart;
  private int windowSize;

  /// @throws BrokenSeal when the size or the last chunk is not the message's
  OpenedMessage(SeekableByteChannel sealed, Chunks chunks) throws IOException {
    this.sealed = sealed;
    this.chunks = chunks;
    this.sealedSize = sealed.size();
    this.size =
        ChunkedEncryption.plainSize(sealedSize)
            .orElseThrow(
                () -> new BrokenSeal("expected a whole message, found it cut at " + sealedSize));
    this.lastChunk = size / CHUNK_SIZE;
    load(lastChunk, 1);
    if (lastChunk > 0) {
      // The first read, from the beginning, counts as reading on.
      windowStart = 0;
      windowSize = 0;
    }
  }

  /// The message's.
  long size() {
    return size;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (!sealed.isOpen()) {
      throw new ClosedChannelException();
    }
    if (position < windowStart || position >= windowStart + windowSize) {
      boolean readsOn = position == windowStart + windowSize;
      load(position / CHUNK_SIZE, readsOn ? CHUNKS_AT_ONCE : 1);
    }
    int from = (int) (position - windowStart);
    int part = Math.min(target.remaining(), windowSize - from);
    target.put(window, from, part);
    return part;
  }

  /// Reads chunks into the window. One that is broken ends it; the first must not be.
  private void load(long first, int most) throws IOException {
    long start = ChunkedEncryption.HEADER_SIZE + first * SEALED_CHUNK_SIZE;
    int wanted = (int) Math.min((long) most * SEALED_CHUNK_SIZE, sealedSize - start);
    windowStart = first * CHUNK_SIZE;
    windowSize = 0;
    sealed.position(start);
    if (!ChunkedEncryption.fill(taken.clear().limit(wanted), sealed)) {
      throw new BrokenSeal("expected a whole message, found it cut while it was read");
    }
    for (int at = 0; at < wanted; at += SEALED_CHUNK_SIZE) {
      long number = first + at / SEALED_CHUNK_SIZE;
      int part = Math.min(SEALED_CHUNK_SIZE, wanted - at);
      try {
        windowSize += chunks.open(number, taken.array(), at, part, window, windowSize);
      } catch (BrokenSeal e) {
        if (at == 0) {
          throw e;
        }
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    sealed.close();
  }
}
