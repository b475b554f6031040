package dev.bulwark.server.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/// A request's body that ends when it comes too slowly, so that nobody holds a place for ever.
final class PacedInput extends FilterInputStream {
  private static final double SECOND = 1e9;

  private final LongSupplier nanoTime;
  private final UploadLimits limits;
  private final long begun;
  private long bytes;

  PacedInput(InputStream source, UploadLimits limits, LongSupplier nanoTime) {
    super(source);
    this.nanoTime = nanoTime;
    this.limits = limits;
    this.begun = nanoTime.getAsLong();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int size) throws IOException {
    int read = in.read(into, from, size);
    if (read > 0) {
      bytes += read;
    }
    double late = (nanoTime.getAsLong() - begun - limits.grace().toNanos()) / SECOND;
    if (read >= 0 && late > 0 && bytes < late * limits.pace().bytes()) {
      throw new IOException("too slow");
    }
    return read;
  }
}
