package dev.bulwark.scan.flatbuffer;

import java.util.Arrays;

/// Which ranges of a file belong to something. Ranges are merged now and then, so that memory
/// follows the gaps between them and not their number.
final class Coverage {
  private static final int FIRST = 1 << 10;

  /// A range of size 2^20 starts, at most.
  private static final int MOST = 1 << 20;

  private long[] from = new long[FIRST];
  private long[] to = new long[FIRST];
  private int count;

  /// Notes a range; beyond a million separate ones, further ones are merged with a neighbour.
  void add(long start, long end) {
    if (start >= end) {
      return;
    }
    if (count == from.length) {
      merge();
      if (count > from.length / 2 && from.length < MOST) {
        from = Arrays.copyOf(from, 2 * from.length);
        to = Arrays.copyOf(to, 2 * to.length);
      } else if (count == from.length) {
        to[count - 1] = Math.max(to[count - 1], end);
        from[count - 1] = Math.min(from[count - 1], start);
        return;
      }
    }
    from[count] = start;
    to[count++] = end;
  }

  private void merge() {
    long[][] ranges = new long[count][];
    for (int i = 0; i < count; i++) {
      ranges[i] = new long[] {from[i], to[i]};
    }
    Arrays.sort(ranges, (a, b) -> Long.compare(a[0], b[0]));
    int merged = 0;
    for (long[] range : ranges) {
      if (merged > 0 && range[0] <= to[merged - 1]) {
        to[merged - 1] = Math.max(to[merged - 1], range[1]);
      } else {
        from[merged] = range[0];
        to[merged++] = range[1];
      }
    }
    count = merged;
  }

  /// Where the last range ends.
  long end() {
    long end = 0;
    for (int i = 0; i < count; i++) {
      end = Math.max(end, to[i]);
    }
    return end;
  }

  /// What lies between the ranges and before the end.
  ///
  /// @param size up to where
  void gaps(long size, Gap each) {
    merge();
    long at = 0;
    for (int i = 0; i < count && at < size; i++) {
      if (from[i] > at) {
        each.between(at, Math.min(from[i], size));
      }
      at = Math.max(at, to[i]);
    }
    if (at < size) {
      each.between(at, size);
    }
  }

  /// What is done with each gap.
  interface Gap {
    void between(long start, long end);
  }
}
