package dev.bulwark.registry.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// A sealed message, read from the beginning. Once it is known to be broken it stays so. Not
/// thread-safe.
final class OpeningChannel implements ReadableByteChannel {
  private final ReadableByteChannel sealed;
  private final Chunks chunks;
  private final ByteBuffer taken = ByteBuffer.allocate(ChunkedEncryption.SEALED_CHUNK_SIZE);
  private ByteBuffer plain = ByteBuffer.allocate(ChunkedEncryption.CHUNK_SIZE).limit(0);
  private long number;
  private boolean isLast;
  private boolean isBroken;

  OpeningChannel(ReadableByteChannel sealed, Chunks chunks) {
    this.sealed = sealed;
    this.chunks = chunks;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (isBroken) {
      throw new BrokenSeal("expected chunk " + number + " as it was sealed, found it broken");
    }
    while (!plain.hasRemaining()) {
      if (isLast) {
        return -1;
      }
      next();
    }
    int size = Math.min(target.remaining(), plain.remaining());
    target.put(plain.slice(plain.position(), size));
    plain.position(plain.position() + size);
    return size;
  }

  private void next() throws IOException {
    taken.clear();
    isBroken = true;
    isLast = !ChunkedEncryption.fill(taken, sealed);
    int size = chunks.open(number, taken.array(), 0, taken.position(), plain.array(), 0);
    isBroken = false;
    number++;
    plain = plain.clear().limit(size);
  }

  @Override
  public boolean isOpen() {
    return sealed.isOpen();
  }

  @Override
  public void close() throws IOException {
    sealed.close();
  }
}
