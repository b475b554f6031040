package dev.bulwark.scan.executable;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.bulwark.kernel.format.Source;
import java.nio.ByteOrder;

/// Numbers in a header, and how far what they name reaches.
final class Extent {
  private final Source source;
  private final ByteOrder order;
  private long end;

  Extent(Source source, ByteOrder order) {
    this.source = source;
    this.order = order;
  }

  boolean has(long from, long count) {
    return from >= 0 && count >= 0 && from <= source.size() && count <= source.size() - from;
  }

  int u16(long at) {
    return source.bytes().get(JAVA_SHORT_UNALIGNED.withOrder(order), at) & 0xffff;
  }

  long u32(long at) {
    return source.bytes().get(JAVA_INT_UNALIGNED.withOrder(order), at) & 0xffffffffL;
  }

  /// Negative when it does not fit; no offset of a file is that large.
  long u64(long at) {
    return source.bytes().get(JAVA_LONG_UNALIGNED.withOrder(order), at);
  }

  /// The program has these bytes too; those outside of the file are left out.
  void reach(long from, long count) {
    if (has(from, count)) {
      end = Math.max(end, from + count);
    }
  }

  long end() {
    return end;
  }
}
