package dev.bulwark.scan.media;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;

/// Where media end by their own structure. Each walk throws {@link Broken} where the structure
/// breaks.
final class MediaEnd {
  private static final int PNG_END = 0x49454e44;

  private final Source source;
  private final Budget budget;

  MediaEnd(Source source, Budget budget) {
    this.source = source;
    this.budget = budget;
  }

  /// The structure breaks.
  static final class Broken extends Exception {
    private final long at;
    private final String problem;

    Broken(long at, String problem) {
      super(problem, null, false, false);
      this.at = at;
      this.problem = problem;
    }

    long at() {
      return at;
    }

    String problem() {
      return problem;
    }
  }

  private void need(long at, long count) throws Broken {
    if (count < 0 || at > source.size() || count > source.size() - at) {
      throw new Broken(Math.min(at, source.size()), "expected more bytes, found the end");
    }
  }

  private long u32(long at) throws Broken {
    need(at, 4);
    return (long) source.at(at) << 24
        | source.at(at + 1) << 16
        | source.at(at + 2) << 8
        | source.at(at + 3);
  }

  private long u32Little(long at) throws Broken {
    need(at, 4);
    return (long) source.at(at + 3) << 24
        | source.at(at + 2) << 16
        | source.at(at + 1) << 8
        | source.at(at);
  }

  /// Chunks with a length each, up to IEND (PNG, third edition, 5.3).
  long png() throws Broken {
    long at = 8;
    while (true) {
      budget.entry();
      long length = u32(at);
      long type = u32(at + 4);
      need(at, 12 + length);
      at += 12 + length;
      if (type == PNG_END) {
        return at;
      }
    }
  }

  /// Segments with a length each; behind a start of scan, whatever stands before the next marker.
  long jpeg() throws Broken {
    long at = 2;
    while (true) {
      budget.entry();
      need(at, 2);
      if (source.at(at) != 0xff) {
        throw new Broken(at, "expected a marker");
      }
      int marker = source.at(at + 1);
      at += marker == 0xff ? 1 : 2;
      if (marker == 0xd9) {
        return at;
      }
      if (marker == 0xff || marker == 1 || (marker >= 0xd0 && marker <= 0xd8)) {
        continue;
      }
      need(at, 2);
      int length = source.at(at) << 8 | source.at(at + 1);
      if (length < 2) {
        throw new Broken(at, "expected the length of a segment");
      }
      need(at, length);
      at += length;
      if (marker == 0xda) {
        at = scan(at);
      }
    }
  }

  private long scan(long from) throws Broken {
    for (long at = from; at + 1 < source.size(); at++) {
      budget.tick();
      if (source.at(at) == 0xff) {
        int next = source.at(at + 1);
        if (next != 0 && (next < 0xd0 || next > 0xd7)) {
          return at;
        }
      }
    }
    throw new Broken(source.size(), "expected the end of the picture");
  }

  /// Blocks up to the trailer (GIF89a).
  long gif() throws Broken {
    need(0, 13);
    long at = 13L + table(source.at(10));
    while (true) {
      budget.entry();
      need(at, 1);
      switch (source.at(at)) {
        case 0x3b -> {
          return at + 1;
        }
        case 0x21 -> at = blocks(at + 2);
        case 0x2c -> {
          need(at, 11);
          at = blocks(at + 11 + table(source.at(at + 9)));
        }
        default -> throw new Broken(at, "expected a block");
      }
    }
  }

  private static int table(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private long blocks(long from) throws Broken {
    long at = from;
    while (true) {
      budget.tick();
      need(at, 1);
      int size = source.at(at);
      at += 1 + size;
      if (size == 0) {
        return at;
      }
    }
  }

  /// WAV, WebP and AVI: one chunk that says how long it is. What is written while it is recorded
  /// says nothing or all ones, and reaches to the end.
  long riff() throws Broken {
    long length = u32Little(4);
    if (length == 0 || length == 0xffffffffL) {
      return source.size();
    }
    need(8, length);
    long at = 12;
    while (at + 8 <= 8 + length) {
      budget.entry();
      long size = u32Little(at + 4);
      at += 8 + size + (size & 1);
    }
    if (at > 8 + length + 1) {
      throw new Broken(8 + length, "expected chunks within their file");
    }
    return Math.min(source.size(), 8 + length + (length & 1));
  }

  /// Boxes with a length each (ISO/IEC 14496-12, 4.2); what is no box ends it.
  long mp4() throws Broken {
    long at = 0;
    while (at + 8 <= source.size() && isType(at + 4)) {
      budget.entry();
      long size = u32(at);
      if (size == 1) {
        need(at, 16);
        size = u32(at + 8) << 32 | u32(at + 12);
      }
      if (size == 0) {
        return source.size();
      }
      if (size < 8) {
        throw new Broken(at, "expected the size of a box");
      }
      need(at, size);
      at += size;
    }
    return at;
  }

  private boolean isType(long from) {
    for (long at = from; at < from + 4; at++) {
      if (source.at(at) < ' ' || source.at(at) > 'z') {
        return false;
      }
    }
    return true;
  }

  /// Behind the last `%%EOF` and its line end (ISO 32000-1, 7.5.5).
  long pdf() throws Broken {
    for (long at = source.size() - 5; at >= 5; at--) {
      budget.tick();
      if (source.at(at) == '%'
          && source.at(at + 1) == '%'
          && source.at(at + 2) == 'E'
          && source.at(at + 3) == 'O'
          && source.at(at + 4) == 'F') {
        long end = at + 5;
        while (end < source.size() && " \r\n\t\0".indexOf(source.at(end)) >= 0) {
          end++;
        }
        return end;
      }
    }
    throw new Broken(source.size(), "expected %%EOF");
  }
}
