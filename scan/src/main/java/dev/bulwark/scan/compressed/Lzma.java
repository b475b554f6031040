package dev.bulwark.scan.compressed;

import dev.bulwark.scan.unpack.Decoded;
import dev.bulwark.scan.unpack.Decoding;
import java.lang.foreign.MemorySegment;
import org.tukaani.xz.LZMAInputStream;

/// LZMA as `lzma` and Python's FORMAT_ALONE write it: no mark, but a header in which few values are
/// possible.
record Lzma() implements Codec {
  private static final int HEADER = 13;
  private static final int PROPERTIES = 9 * 5 * 5;
  private static final long MOST_SIZE = 1L << 40;

  @Override
  public String format() {
    return "lzma";
  }

  @Override
  public boolean startsWith(MemorySegment bytes) {
    return bytes.byteSize() > HEADER + 5
        && Marks.u8(bytes, 0) < PROPERTIES
        && isDictionary(Marks.u32(bytes, 1))
        && isSize(Marks.u32(bytes, 5) | (Marks.u32(bytes, 9) << 32))
        && Marks.u8(bytes, HEADER) == 0;
  }

  /// 2^n or 2^n + 2^(n-1), as every writer has it and `xz` insists on.
  private static boolean isDictionary(long size) {
    long top = Long.highestOneBit(size);
    return size >= 4096 && (size == top || size == top + top / 2 || size == 0xffff_ffffL);
  }

  private static boolean isSize(long size) {
    return size == -1 || (size >= 0 && size < MOST_SIZE);
  }

  @Override
  public Piece unpack(MemorySegment bytes, Unpacker unpacker) {
    return Piece.of(unpacker.decode(bytes, in -> new LZMAInputStream(in, Decoding.MEMORY_KIB)));
  }

  @Override
  public boolean isSure(Decoded decoded, long unpacked) {
    return decoded.isWhole() || decoded.ending() == Decoded.Ending.UNREADABLE || unpacked > 0;
  }
}
