package dev.bulwark.scan.hdf5;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.nio.charset.StandardCharsets;

/// Reads little-endian fields one behind the other, within bounds.
final class Cursor {
  private static final int MAX_TEXT = 1 << 16;

  private final Raw raw;
  private final long end;
  private long at;

  Cursor(Raw raw, long at, long end) {
    this.raw = raw;
    this.at = at;
    this.end = end;
  }

  long at() {
    return at;
  }

  long end() {
    return end;
  }

  long left() {
    return end - at;
  }

  /// A cursor over the next `size` bytes, which this one skips.
  Cursor part(long size) throws Broken {
    need(size);
    Cursor part = new Cursor(raw, at, at + size);
    at += size;
    return part;
  }

  void skip(long size) throws Broken {
    need(size);
    at += size;
  }

  private void need(long size) throws Broken {
    if (size < 0 || size > end - at) {
      throw new Broken(at, "expected %d bytes more, found %d".formatted(size, end - at));
    }
  }

  /// An unsigned number of `width` bytes; one above 2^63 is refused.
  long number(int width) throws Broken {
    need(width);
    long number = 0;
    for (int i = width - 1; i >= 0; i--) {
      int next = raw.at(at + i);
      if (number >>> 55 != 0) {
        throw new Broken(at, "expected a number below 2^63");
      }
      number = number << 8 | next;
    }
    at += width;
    return number;
  }

  int u8() throws Broken {
    return (int) number(1);
  }

  int u16() throws Broken {
    return (int) number(2);
  }

  long u32() throws Broken {
    return number(4);
  }

  /// As {@link #number}, with every bit set taken for {@link Raw#NOWHERE}.
  private long numberOrNowhere(int width) throws Broken {
    need(width);
    for (int i = 0; i < width; i++) {
      if (raw.at(at + i) != 0xff) {
        return number(width);
      }
    }
    at += width;
    return Raw.NOWHERE;
  }

  /// Where an address leads in the source, or {@link Raw#NOWHERE}; one that leads out of the file
  /// is noted.
  long address() throws Broken {
    long from = at;
    try {
      long address = numberOrNowhere(raw.offsetSize());
      return address == Raw.NOWHERE ? Raw.NOWHERE : raw.locate(from, address);
    } catch (Broken e) {
      at = from;
      skip(raw.offsetSize());
      return raw.locate(from, Raw.NOWHERE);
    }
  }

  /// A size; every bit set is {@link Raw#NOWHERE}, and so is what does not fit.
  long length() throws Broken {
    long before = at;
    try {
      return numberOrNowhere(raw.lengthSize());
    } catch (Broken e) {
      at = before;
      skip(raw.lengthSize());
      return Long.MAX_VALUE;
    }
  }

  /// Text of `size` bytes, up to the first NUL.
  String text(long size) throws Broken {
    need(size);
    if (size > MAX_TEXT) {
      throw new Broken(at, "expected a name of at most %d bytes".formatted(MAX_TEXT));
    }
    byte[] bytes = raw.slice(at, size).toArray(JAVA_BYTE);
    at += size;
    int used = 0;
    while (used < bytes.length && bytes[used] != 0) {
      used++;
    }
    return new String(bytes, 0, used, StandardCharsets.UTF_8);
  }

  /// Text that ends with NUL, which is skipped.
  String zeroText() throws Broken {
    long size = 0;
    while (size < left() && raw.at(at + size) != 0) {
      if (++size > MAX_TEXT) {
        break;
      }
    }
    String text = text(size);
    skip(1);
    return text;
  }
}
