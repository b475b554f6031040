package dev.bulwark.scan.msgpack;

import dev.bulwark.kernel.format.Source;

/// The head of one value (the MessagePack specification, *Formats*).
///
/// @param at of the head
/// @param count items of an array, pairs of a map, bytes of a text, of bytes or of an extension
/// @param code of an extension
/// @param body where what is behind the head begins
/// @param number the value of an integer that is not negative; -1 for others
record Token(Kind kind, long at, long count, int code, long body, long number) {
  enum Kind {
    PLAIN,
    TEXT,
    BYTES,
    ARRAY,
    MAP,
    EXTENSION
  }

  /// Where the value ends, for values that hold no others.
  long end() {
    return kind == Kind.ARRAY || kind == Kind.MAP ? body : body + count;
  }

  static Token read(Source source, long at, long end) throws Broken {
    if (at >= end) {
      throw new Broken(at, "expected a value, found the end");
    }
    int head = source.at(at);
    if (head < 0x80) {
      return new Token(Kind.PLAIN, at, 0, 0, at + 1, head);
    }
    if (head < 0x90) {
      return new Token(Kind.MAP, at, head & 0xf, 0, at + 1, -1);
    }
    if (head < 0xa0) {
      return new Token(Kind.ARRAY, at, head & 0xf, 0, at + 1, -1);
    }
    if (head < 0xc0) {
      return sized(new Token(Kind.TEXT, at, head & 0x1f, 0, at + 1, -1), end);
    }
    return head >= 0xe0 ? plain(at, 0, end) : wide(source, head, at, end);
  }

  private static Token wide(Source source, int head, long at, long end) throws Broken {
    return switch (head) {
      case 0xc0, 0xc2, 0xc3 -> plain(at, 0, end);
      case 0xc1 -> throw new Broken(at, "expected a value, found the byte that stands for none");
      case 0xc4, 0xc5, 0xc6 -> counted(Kind.BYTES, source, at, 1 << (head - 0xc4), end);
      case 0xc7, 0xc8, 0xc9 -> extension(source, at, 1 << (head - 0xc7), end);
      case 0xca, 0xcb -> plain(at, head == 0xca ? 4 : 8, end);
      case 0xcc, 0xcd, 0xce, 0xcf -> unsigned(source, at, 1 << (head - 0xcc), end);
      case 0xd0, 0xd1, 0xd2, 0xd3 -> plain(at, 1 << (head - 0xd0), end);
      case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> fixed(source, at, 1 << (head - 0xd4), end);
      case 0xd9, 0xda, 0xdb -> counted(Kind.TEXT, source, at, 1 << (head - 0xd9), end);
      case 0xdc, 0xdd -> many(Kind.ARRAY, source, at, head == 0xdc ? 2 : 4, end);
      default -> many(Kind.MAP, source, at, head == 0xde ? 2 : 4, end);
    };
  }

  private static Token plain(long at, int size, long end) throws Broken {
    return sized(new Token(Kind.PLAIN, at, size, 0, at + 1, -1), end);
  }

  private static Token unsigned(Source source, long at, int size, long end) throws Broken {
    long number = number(source, at + 1, size, end);
    return new Token(Kind.PLAIN, at, size, 0, at + 1, Math.max(-1, number));
  }

  private static Token counted(Kind kind, Source source, long at, int width, long end)
      throws Broken {
    long count = number(source, at + 1, width, end);
    return sized(new Token(kind, at, count, 0, at + 1 + width, -1), end);
  }

  private static Token extension(Source source, long at, int width, long end) throws Broken {
    long count = number(source, at + 1, width, end);
    int code = (byte) number(source, at + 1 + width, 1, end);
    return sized(new Token(Kind.EXTENSION, at, count, code, at + 2 + width, -1), end);
  }

  private static Token fixed(Source source, long at, int count, long end) throws Broken {
    int code = (byte) number(source, at + 1, 1, end);
    return sized(new Token(Kind.EXTENSION, at, count, code, at + 2, -1), end);
  }

  /// Every item takes a byte at least, so that a count says how many bytes have to follow.
  private static Token many(Kind kind, Source source, long at, int width, long end) throws Broken {
    long count = number(source, at + 1, width, end);
    Token token = new Token(kind, at, count, 0, at + 1 + width, -1);
    if (count * (kind == Kind.MAP ? 2 : 1) > end - token.body) {
      throw new Broken(at, "expected %d items, found the end".formatted(count));
    }
    return token;
  }

  private static Token sized(Token token, long end) throws Broken {
    if (token.count > end - token.body) {
      throw new Broken(token.at, "expected %d bytes, found the end".formatted(token.count));
    }
    return token;
  }

  private static long number(Source source, long at, int width, long end) throws Broken {
    if (width > end - at) {
      throw new Broken(at, "expected %d bytes, found the end".formatted(width));
    }
    long number = 0;
    for (int i = 0; i < width; i++) {
      number = number << 8 | source.at(at + i);
    }
    return number;
  }
}
