package dev.bulwark.scan.pickle;

/// A copy of a part of the source, shared by the runs over it: a million small programs are read
/// through one window.
final class Window {
  private static final int LARGEST = 1 << 16;

  final byte[] bytes;
  long base;
  int filled;

  Window(long sourceSize) {
    this.bytes = new byte[Math.clamp(sourceSize, 16, LARGEST)];
  }

  boolean holds(long offset) {
    return offset >= base && offset < base + filled;
  }
}
