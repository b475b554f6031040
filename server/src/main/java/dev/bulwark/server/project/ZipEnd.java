package dev.bulwark.server.project;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// What the end of a zip says of its directory, read before the directory is: whoever opens a zip
/// loads all of that (APPNOTE 4.3.14 to 4.3.16).
///
/// The last 64 KiB can hold more than one record that looks like the end. Readers differ in which
/// they believe, so the largest claim of any counts.
///
/// @param entries at most that many
/// @param bytes of the directory, at most
record ZipEnd(long entries, long bytes) {
  private static final int END = 0x06054b50;
  private static final int LOCATOR = 0x07064b50;
  private static final int END64 = 0x06064b50;
  private static final int END_SIZE = 22;
  private static final int LOCATOR_SIZE = 20;
  private static final int END64_SIZE = 56;
  private static final int TAIL = END_SIZE + 0xffff + LOCATOR_SIZE;
  private static final int MARK16 = 0xffff;
  private static final long MARK32 = 0xffffffffL;

  /// @return zeros when there is no end: what opens it says so
  static ZipEnd of(Path zip) throws IOException {
    try (FileChannel file = FileChannel.open(zip)) {
      long size = file.size();
      long from = Math.max(0, size - TAIL);
      ByteBuffer tail = read(file, from, (int) (size - from));
      ZipEnd largest = new ZipEnd(0, 0);
      for (int at = 0; at <= tail.limit() - END_SIZE; at++) {
        if (tail.getInt(at) == END) {
          largest = largest.or(at(tail, at)).or(large(file, tail, at - LOCATOR_SIZE));
        }
      }
      return largest;
    }
  }

  private ZipEnd or(ZipEnd other) {
    return new ZipEnd(Math.max(entries, other.entries), Math.max(bytes, other.bytes));
  }

  private static ZipEnd at(ByteBuffer tail, int at) {
    int entries = Short.toUnsignedInt(tail.getShort(at + 10));
    long bytes = Integer.toUnsignedLong(tail.getInt(at + 12));
    return new ZipEnd(entries == MARK16 ? 0 : entries, bytes == MARK32 ? 0 : bytes);
  }

  /// Of a directory that needs 64 bits; zeros when there is none.
  private static ZipEnd large(FileChannel file, ByteBuffer tail, int locator) throws IOException {
    if (locator < 0 || tail.getInt(locator) != LOCATOR) {
      return new ZipEnd(0, 0);
    }
    long at = tail.getLong(locator + 8);
    if (at < 0 || at > file.size() - END64_SIZE) {
      return new ZipEnd(0, 0);
    }
    ByteBuffer end = read(file, at, END64_SIZE);
    return end.getInt(0) == END64
        ? new ZipEnd(unsigned(end.getLong(32)), unsigned(end.getLong(40)))
        : new ZipEnd(0, 0);
  }

  private static long unsigned(long value) {
    return value < 0 ? Long.MAX_VALUE : value;
  }

  private static ByteBuffer read(FileChannel file, long from, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, from + bytes.position()) < 0) {
        throw new EOFException("the zip became shorter");
      }
    }
    return bytes.flip();
  }
}
