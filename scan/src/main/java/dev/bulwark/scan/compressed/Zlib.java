package dev.bulwark.scan.compressed;

import dev.bulwark.scan.unpack.Decoded;
import java.lang.foreign.MemorySegment;

/// zlib (RFC 1950). Its two bytes of header are found in other files by chance, so one that breaks
/// early is taken for something else; joblib, which opens these files, fails on it as well.
record Zlib() implements Codec {
  private static final int LEAST = 11;
  private static final int ENOUGH = 64;
  private static final int DICTIONARY = 0x20;

  @Override
  public String format() {
    return "zlib";
  }

  @Override
  public boolean startsWith(MemorySegment bytes) {
    if (bytes.byteSize() < LEAST) {
      return false;
    }
    int method = Marks.u8(bytes, 0);
    int flags = Marks.u8(bytes, 1);
    return (method & 0xf) == 8
        && method >> 4 <= 7
        && ((method << 8) | flags) % 31 == 0
        && (flags & DICTIONARY) == 0;
  }

  @Override
  public Piece unpack(MemorySegment bytes, Unpacker unpacker) {
    return Piece.of(unpacker.inflate(bytes, false));
  }

  @Override
  public boolean isSure(Decoded decoded, long unpacked) {
    return switch (decoded.ending()) {
      case WHOLE, UNREADABLE -> true;
      case CUT -> unpacked > 0;
      case BROKEN -> unpacked >= ENOUGH;
    };
  }
}
