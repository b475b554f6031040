package dev.bulwark.scan.zstd;

import static dev.bulwark.scan.zstd.ZstdFormatException.require;

import java.util.Arrays;

/// What was unpacked last: as much of it as the window reaches back, on a buffer that grows with
/// what is really there.
final class History {
  private static final int SLACK = 4 * Block.MAX;

  private final int window;
  private byte[] bytes = new byte[0];
  private int end;
  private int block;

  History(int window) {
    this.window = window;
  }

  /// Makes room for a block, and starts it.
  void startBlock() {
    int most = window + window / 4 + SLACK;
    if (end + Block.MAX > bytes.length && bytes.length < most) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(SLACK, 2L * bytes.length)));
    }
    if (end + Block.MAX > bytes.length) {
      System.arraycopy(bytes, end - window, bytes, 0, window);
      end = window;
    }
    block = end;
  }

  /// Where in {@link #bytes} the block starts.
  int blockStart() {
    return block;
  }

  int blockSize() {
    return end - block;
  }

  byte[] bytes() {
    return bytes;
  }

  void append(byte[] from, int start, int count) throws ZstdFormatException {
    requireRoom(count);
    System.arraycopy(from, start, bytes, end, count);
    end += count;
  }

  void fill(int value, int count) throws ZstdFormatException {
    requireRoom(count);
    Arrays.fill(bytes, end, end + count, (byte) value);
    end += count;
  }

  /// Copies from `distance` back; what is copied may be part of what is being written.
  void repeat(int distance, int count) throws ZstdFormatException {
    requireRoom(count);
    require(distance <= Math.min(end, window), "a distance reaches behind the window");
    int from = end - distance;
    if (distance >= count) {
      System.arraycopy(bytes, from, bytes, end, count);
    } else {
      for (int i = 0; i < count; i++) {
        bytes[end + i] = bytes[from + i];
      }
    }
    end += count;
  }

  private void requireRoom(int count) throws ZstdFormatException {
    require(count >= 0 && count <= Block.MAX - blockSize(), "a block unpacks to too much");
  }
}
