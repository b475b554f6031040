package dev.bulwark.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.store.ReadChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadChannelTest {
  private static final byte[] CONTENT = {1, 2, 3, 4, 5};

  private static byte[] read(SeekableByteChannel channel, int most) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(most);
    int read = channel.read(target);
    assertThat(read).isEqualTo(target.position() == 0 && most > 0 ? -1 : target.position());
    return java.util.Arrays.copyOf(target.array(), target.position());
  }

  @Test
  void itReadsAnywhereAndEndsAtItsSize() throws IOException {
    SeekableByteChannel channel = MemoryChannel.over(CONTENT);
    assertThat(read(channel, 2)).containsExactly(1, 2);
    assertThat(read(channel, 0)).isEmpty();
    assertThat(read(channel, 9)).containsExactly(3, 4, 5);
    assertThat(read(channel, 9)).isEmpty();
    assertThat(read(channel.position(1), 1)).containsExactly(2);
    assertThat(channel.position()).isEqualTo(2);
    assertThat(read(channel.position(Long.MAX_VALUE), 1)).isEmpty();
    assertThatThrownBy(() -> channel.position(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  /// Whoever has more than was said hands out no more than that.
  @Test
  void nothingBeyondTheSizeIsHandedOut() throws IOException {
    SeekableByteChannel channel =
        new ReadChannel(
            5,
            (_, target) -> {
              int all = target.remaining();
              target.put(new byte[all]);
              return all;
            });
    ByteBuffer target = ByteBuffer.allocate(9);
    assertThat(channel.read(target)).isEqualTo(5);
    assertThat(target.remaining()).isEqualTo(4);
    assertThat(channel.read(target)).isEqualTo(-1);
  }

  @Test
  void itWritesNothingAndIsClosedOnce() throws IOException {
    AtomicInteger closed = new AtomicInteger();
    SeekableByteChannel channel =
        new ReadChannel(
            5,
            new ReadChannel.From() {
              @Override
              public int read(long position, ByteBuffer target) {
                throw new AssertionError("read after it was closed");
              }

              @Override
              public void close() {
                closed.incrementAndGet();
              }
            });
    assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
        .isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(NonWritableChannelException.class);
    channel.close();
    channel.close();
    assertThat(closed).hasValue(1);
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.position(1)).isInstanceOf(ClosedChannelException.class);
  }
}
