package dev.bulwark.scan.zip;

import dev.bulwark.kernel.bytes.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// What an extra field holds that changes how a member is read (APPNOTE §4.5.3, §4.6.9).
///
/// @param size the 64-bit size, or the 32-bit one where there is none
/// @param packed likewise
/// @param offset likewise
/// @param otherName the Unicode path, when there is one
record Extra(long size, long packed, long offset, Optional<Bytes> otherName) {
  static final long MANY = 0xffff_ffffL;
  private static final int ZIP64 = 0x0001;
  private static final int UNICODE_PATH = 0x7075;

  /// Reads the extra field from `at`; a 64-bit value counts only where the 32-bit one defers to it.
  /// A field that runs past the end is padding.
  static Extra read(MemorySegment bytes, long at, int length, long size, long packed, long offset) {
    Extra extra = new Extra(size, packed, offset, Optional.empty());
    long end = at + length;
    while (at + 4 <= end) {
      int id = Fields.u16(bytes, at);
      int fieldSize = Fields.u16(bytes, at + 2);
      at += 4;
      if (at + fieldSize > end) {
        break;
      }
      if (id == ZIP64) {
        extra = extra.with64(bytes, at, at + fieldSize);
      } else if (id == UNICODE_PATH && fieldSize > 5) {
        Bytes name = Fields.bytes(bytes, at + 5, fieldSize - 5);
        extra = new Extra(extra.size, extra.packed, extra.offset, Optional.of(name));
      }
      at += fieldSize;
    }
    return extra;
  }

  private Extra with64(MemorySegment bytes, long at, long end) {
    long wideSize = size;
    long widePacked = packed;
    long wideOffset = offset;
    if (size == MANY && at + 8 <= end) {
      wideSize = Fields.u64(bytes, at);
      at += 8;
    }
    if (packed == MANY && at + 8 <= end) {
      widePacked = Fields.u64(bytes, at);
      at += 8;
    }
    if (offset == MANY && at + 8 <= end) {
      wideOffset = Fields.u64(bytes, at);
    }
    return new Extra(wideSize, widePacked, wideOffset, otherName);
  }
}
