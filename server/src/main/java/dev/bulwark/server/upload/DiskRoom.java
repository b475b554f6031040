package dev.bulwark.server.upload;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.server.ServerFault;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// Room on the disk for what was let in and has not come yet. Thread-safe.
final class DiskRoom {
  private final Path folder;
  private final ByteSize kept;
  private final Free free;
  private final AtomicLong promised = new AtomicLong();

  /// How much of a disk is free.
  @FunctionalInterface
  interface Free {
    long bytes(Path folder) throws IOException;
  }

  /// @param kept what must stay free
  DiskRoom(Path folder, ByteSize kept, Free free) {
    this.folder = folder;
    this.kept = kept;
    this.free = free;
  }

  static DiskRoom of(Path folder, ByteSize kept) {
    return new DiskRoom(folder, kept, each -> Files.getFileStore(each).getUsableSpace());
  }

  /// Promises room until it is closed; what was read is on the disk and needs no promise.
  ///
  /// @throws ServerFault `upload-too-large` when there is too little
  Promise promise(InputStream body, long bytes) {
    long before = promised.getAndAdd(bytes);
    try {
      Files.createDirectories(folder);
      if (free.bytes(folder) - kept.bytes() - before < bytes) {
        promised.addAndGet(-bytes);
        throw new ServerFault(
            UploadProblem.TOO_LARGE,
            "expected room for the upload on the server's disk, found too little; tell whoever runs"
                + " the server");
      }
      return new Promise(body, bytes);
    } catch (IOException e) {
      promised.addAndGet(-bytes);
      throw new ServerFault(
          ServerFault.UNAVAILABLE,
          "expected to write below the server's folder, found: " + e.getClass().getSimpleName(),
          e);
    }
  }

  /// A body whose bytes have room. Closing it closes the promise alone.
  final class Promise extends FilterInputStream {
    private long left;

    private Promise(InputStream body, long bytes) {
      super(body);
      this.left = bytes;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      used(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] into, int from, int size) throws IOException {
      int read = super.read(into, from, size);
      used(Math.max(0, read));
      return read;
    }

    private void used(long bytes) {
      long now = Math.min(left, bytes);
      left -= now;
      promised.addAndGet(-now);
    }

    @Override
    public void close() {
      used(left);
    }
  }
}
