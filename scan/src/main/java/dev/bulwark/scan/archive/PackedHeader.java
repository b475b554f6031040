package dev.bulwark.scan.archive;

import dev.bulwark.kernel.format.Source;
import java.util.OptionalLong;

/// How large the packed header of a 7z archive says it becomes (7zFormat.txt, "Streams Info"). The
/// library unpacks it to the heap whatever that is, so it is asked first.
final class PackedHeader {
  private static final int PACKED = 0x17;

  private final Source source;
  private final long end;
  private long at;

  private PackedHeader(Source source, long at, long end) {
    this.source = source;
    this.at = at;
    this.end = end;
  }

  /// The largest size named; 0 when the header is not packed, empty when it breaks its grammar.
  static OptionalLong unpackedSize(Source source, long at, long end) {
    PackedHeader header = new PackedHeader(source, at, end);
    try {
      return OptionalLong.of(header.u8() == PACKED ? header.sizes() : 0);
    } catch (IndexOutOfBoundsException e) {
      return OptionalLong.empty();
    }
  }

  private int u8() {
    if (at >= end) {
      throw new IndexOutOfBoundsException();
    }
    return source.at(at++);
  }

  /// The first byte's leading ones tell how many bytes follow.
  private long number() {
    int first = u8();
    long value = 0;
    int mask = 0x80;
    for (int i = 0; i < 8; i++, mask >>= 1) {
      if ((first & mask) == 0) {
        return value + ((long) (first & (mask - 1)) << (8 * i));
      }
      value |= (long) u8() << (8 * i);
    }
    return value;
  }

  /// A count of things that take a byte each at least.
  private long count() {
    long count = number();
    if (count < 0 || count > end - at) {
      throw new IndexOutOfBoundsException();
    }
    return count;
  }

  private void skip(long bytes) {
    if (bytes < 0 || bytes > end - at) {
      throw new IndexOutOfBoundsException();
    }
    at += bytes;
  }

  private long sizes() {
    int id = u8();
    if (id == 6) {
      number();
      long streams = count();
      id = u8();
      if (id == 9) {
        for (long i = 0; i < streams; i++) {
          number();
        }
        id = u8();
      }
      if (id == 10) {
        long defined = streams;
        if (u8() == 0) {
          skip((streams + 7) / 8);
        }
        skip(4 * defined);
        id = u8();
      }
      require(id == 0);
      id = u8();
    }
    require(id == 7 && u8() == 11);
    long outputs = 0;
    long folders = count();
    require(u8() == 0);
    for (long i = 0; i < folders; i++) {
      outputs += folder();
    }
    require(u8() == 12);
    long most = 0;
    for (long i = 0; i < outputs; i++) {
      long size = number();
      most = size < 0 ? Long.MAX_VALUE : Math.max(most, size);
    }
    return most;
  }

  private long folder() {
    long inputs = 0;
    long outputs = 0;
    long coders = count();
    for (long i = 0; i < coders; i++) {
      int flags = u8();
      skip(flags & 15);
      boolean simple = (flags & 16) == 0;
      inputs += simple ? 1 : count();
      outputs += simple ? 1 : count();
      if ((flags & 32) != 0) {
        skip(number());
      }
    }
    for (long i = 0; i + 1 < outputs; i++) {
      number();
      number();
    }
    long packed = inputs - (outputs - 1);
    for (long i = 0; packed > 1 && i < packed; i++) {
      number();
    }
    return outputs;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IndexOutOfBoundsException();
    }
  }
}
