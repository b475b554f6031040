package dev.bulwark.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// Sends what is written to a file to the medium from time to time, beside the writing, so that the
/// force at the end does not have to wait for all of it. It promises nothing about durability: a
/// failure here is left for that force to find. For one writing thread.
final class Flushing {
  private static final long EVERY_BYTES = 16L << 20;

  private final FileChannel channel;
  private long waiting;
  private @Nullable Thread last;

  Flushing(FileChannel channel) {
    this.channel = channel;
  }

  void wrote(int bytes) {
    waiting += bytes;
    if (waiting >= EVERY_BYTES && (last == null || !last.isAlive())) {
      waiting = 0;
      last = Thread.startVirtualThread(this::flush);
    }
  }

  private void flush() {
    try {
      channel.force(false);
    } catch (IOException e) {
      // The force at the end meets it again, and tells.
      return;
    }
  }

  /// Waits for what is under way.
  void end() throws IOException {
    try {
      if (last != null) {
        last.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the medium takes what was written", e);
    }
  }
}
