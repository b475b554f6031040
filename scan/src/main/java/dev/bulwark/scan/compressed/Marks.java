package dev.bulwark.scan.compressed;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Marks and numbers at fixed offsets.
final class Marks {
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int SKIPPABLE = 0x184D2A50;

  /// Frames without content are skipped only so often in search of one with.
  private static final int MOST_SKIPPED = 1024;

  private Marks() {}

  static int u8(MemorySegment bytes, long at) {
    return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff;
  }

  static long u32(MemorySegment bytes, long at) {
    return bytes.get(U32, at) & 0xffff_ffffL;
  }

  /// @param mark one character for each byte
  static boolean startsWith(MemorySegment bytes, String mark) {
    if (bytes.byteSize() < mark.length()) {
      return false;
    }
    for (int i = 0; i < mark.length(); i++) {
      if (u8(bytes, i) != mark.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Where the skippable frame that starts at `at` ends; -1 when none does or it is cut.
  static long skippableEnd(MemorySegment bytes, long at) {
    if (at + 8 > bytes.byteSize() || (u32(bytes, at) & ~0xfL) != SKIPPABLE) {
      return -1;
    }
    long end = at + 8 + u32(bytes, at + 4);
    return end <= bytes.byteSize() ? end : -1;
  }

  /// Whether a frame with this mark stands at the start, or behind skippable frames there.
  static boolean frame(MemorySegment bytes, long mark) {
    long at = 0;
    for (int skipped = 0; skipped < MOST_SKIPPED; skipped++) {
      long end = skippableEnd(bytes, at);
      if (end < 0) {
        return at + 4 <= bytes.byteSize() && u32(bytes, at) == mark;
      }
      at = end;
    }
    return false;
  }
}
