package dev.bulwark.registry.seal;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// The second stage of a pipe: digests bytes and shows them to taps, on a thread of its own, while
/// the first stage reads, encrypts and writes the same bytes. Few buffers go round, so that neither
/// stage runs away. For one first-stage thread.
final class Digesting implements AutoCloseable {
  static final int BUFFER_SIZE = 256 << 10;
  private static final int BUFFERS = 4;
  private static final ByteBuffer END = ByteBuffer.allocate(0);

  private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(BUFFERS);
  private final BlockingQueue<ByteBuffer> full = new ArrayBlockingQueue<>(BUFFERS + 1);
  private final MessageDigest sha256 = Digest.sha256();
  private final List<Tap> taps;
  private final Thread thread;
  private volatile @Nullable Throwable failure;
  private volatile boolean isStopped;
  private boolean isEnded;

  private Digesting(List<Tap> taps) {
    this.taps = taps;
    for (int i = 0; i < BUFFERS; i++) {
      free.add(ByteBuffer.allocate(BUFFER_SIZE));
    }
    this.thread = Thread.ofVirtual().unstarted(this::run);
  }

  static Digesting start(List<Tap> taps) {
    Digesting digesting = new Digesting(taps);
    digesting.thread.start();
    return digesting;
  }

  private void run() {
    try {
      for (ByteBuffer buffer = full.take(); buffer.capacity() > 0; buffer = full.take()) {
        if (failure == null && !isStopped) {
          take(buffer);
        }
        free.add(buffer.clear());
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread.
      failure = e;
    }
  }

  private void take(ByteBuffer buffer) {
    try {
      sha256.update(buffer.duplicate());
      for (Tap tap : taps) {
        tap.take(buffer.asReadOnlyBuffer());
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /// An empty buffer, as soon as there is one.
  ///
  /// @throws InterruptedException when the first stage is told to stop
  ByteBuffer free() throws InterruptedException {
    rethrow();
    return free.take();
  }

  /// Takes the bytes between position and limit of a buffer that {@link #free} gave. Until it asks
  /// for the next buffer the first stage may read this one too.
  ///
  /// @return the same bytes, for the first stage
  ByteBuffer digest(ByteBuffer buffer) {
    ByteBuffer same = buffer.duplicate();
    full.add(buffer);
    return same;
  }

  /// The digest of all the bytes, when every tap has seen them.
  Digest end() throws InterruptedException {
    isEnded = true;
    full.add(END);
    thread.join();
    rethrow();
    return new Digest(Bytes.of(sha256.digest()));
  }

  private void rethrow() {
    switch (failure) {
      case null -> {
        return;
      }
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  /// Stops the second stage where it is: no tap sees anything after this.
  @Override
  public void close() {
    if (isEnded) {
      return;
    }
    isEnded = true;
    isStopped = true;
    full.add(END);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
