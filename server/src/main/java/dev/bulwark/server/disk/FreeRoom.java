package dev.bulwark.server.disk;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.server.ServerFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// What stays free on the disk of a folder, while others write there. Thread-safe.
///
/// Whoever writes looks first, and again every 16 MiB: so the disk may be short of what is kept by
/// 16 MiB for each who writes at once.
public final class FreeRoom {
  private static final ByteSize KEPT = ByteSize.ofGib(1);
  private static final long EVERY = 16L << 20;

  private final Path folder;
  private final Free free;
  private final AtomicLong promised = new AtomicLong();

  /// How much of a disk is free, in bytes.
  @FunctionalInterface
  public interface Free {
    long bytes(Path folder) throws IOException;
  }

  public FreeRoom(Path folder, Free free) {
    this.folder = folder;
    this.free = free;
  }

  public static FreeRoom of(Path folder) {
    return new FreeRoom(folder, each -> Files.getFileStore(each).getUsableSpace());
  }

  public Path folder() {
    return folder;
  }

  /// @throws ServerFault `storage-failed` when less is free
  public void require() {
    require(0);
  }

  private void require(long more) {
    try {
      Files.createDirectories(folder);
      if (free.bytes(folder) - more < KEPT.bytes()) {
        throw new ServerFault(
            ServerFault.NOT_STORED,
            "expected at least %s to stay free on the server's disk, found less; tell whoever runs the server"
                .formatted(KEPT));
      }
    } catch (IOException e) {
      throw new ServerFault(
          ServerFault.NOT_STORED,
          "expected to look at the server's disk, found: " + e.getClass().getSimpleName(),
          e);
    }
  }

  /// Promises room to bytes that somebody else will write, until it is closed.
  ///
  /// @throws ServerFault `storage-failed` when there is too little besides what is promised
  public Promise promise(long bytes) {
    long all = promised.addAndGet(bytes);
    try {
      require(all);
      return new Promise(bytes);
    } catch (ServerFault e) {
      promised.addAndGet(-bytes);
      throw e;
    }
  }

  /// Counts as taken from the beginning to its end.
  public final class Promise implements AutoCloseable {
    private final long bytes;

    private Promise(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public void close() {
      promised.addAndGet(-bytes);
    }
  }

  /// Looks now, and then as somebody writes.
  public Meter meter() {
    require();
    return new Meter();
  }

  /// For one who writes; not thread-safe.
  public final class Meter {
    private long since;

    private Meter() {}

    /// To be told before bytes are written.
    ///
    /// @throws ServerFault `storage-failed`
    public void add(long bytes) {
      since += bytes;
      if (since >= EVERY) {
        since = 0;
        require();
      }
    }
  }
}
