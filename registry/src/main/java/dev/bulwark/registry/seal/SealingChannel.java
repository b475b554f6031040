package dev.bulwark.registry.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;

/// A message on its way under seal: what is written comes out encrypted. It is whole only after
/// {@link #finish}; without, what came out opens nowhere. Not thread-safe.
public final class SealingChannel implements WritableByteChannel {
  private static final int CHUNKS_AT_ONCE = 16;

  private final WritableByteChannel out;
  private final Chunks chunks;
  private final byte[] pending = new byte[ChunkedEncryption.CHUNK_SIZE];
  private final ByteBuffer sealed =
      ByteBuffer.allocate(CHUNKS_AT_ONCE * ChunkedEncryption.SEALED_CHUNK_SIZE);
  private int filled;
  private long number;
  private boolean isOpen = true;

  SealingChannel(WritableByteChannel out, Chunks chunks) {
    this.out = out;
    this.chunks = chunks;
  }

  /// Takes all of the bytes.
  @Override
  public int write(ByteBuffer plain) throws IOException {
    requireOpen();
    int size = plain.remaining();
    while (plain.hasRemaining()) {
      if (filled == 0 && plain.hasArray() && plain.remaining() >= pending.length) {
        // Whole chunks are encrypted where they lie.
        chunk(plain.array(), plain.arrayOffset() + plain.position(), pending.length);
        plain.position(plain.position() + pending.length);
      } else {
        int part = Math.min(plain.remaining(), pending.length - filled);
        plain.get(pending, filled, part);
        filled += part;
        if (filled == pending.length) {
          chunk(pending, 0, filled);
          filled = 0;
        }
      }
    }
    return size;
  }

  /// Writes the last chunk; nothing can be written after it.
  public void finish() throws IOException {
    requireOpen();
    chunk(pending, 0, filled);
    flush();
    isOpen = false;
  }

  private void chunk(byte[] plain, int from, int size) throws IOException {
    int written = chunks.seal(number++, plain, from, size, sealed.array(), sealed.position());
    sealed.position(sealed.position() + written);
    if (sealed.remaining() < ChunkedEncryption.SEALED_CHUNK_SIZE) {
      flush();
    }
  }

  private void flush() throws IOException {
    sealed.flip();
    while (sealed.hasRemaining()) {
      out.write(sealed);
    }
    sealed.clear();
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public boolean isOpen() {
    return isOpen;
  }

  /// Gives the message up unless it is finished; leaves `out` open.
  @Override
  public void close() {
    isOpen = false;
  }
}
