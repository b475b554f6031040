package dev.bulwark.testkit;

import dev.bulwark.kernel.store.ReadChannel;
import java.nio.channels.SeekableByteChannel;

/// Channels that read some bytes of memory, for tests.
public final class MemoryChannel {
  private MemoryChannel() {}

  /// @param content not copied
  public static SeekableByteChannel over(byte[] content) {
    return new ReadChannel(
        content.length,
        (position, target) -> {
          int size = target.remaining();
          target.put(content, (int) position, size);
          return size;
        });
  }
}
