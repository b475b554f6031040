package dev.bulwark.scan.compressed;

import dev.bulwark.scan.unpack.Decoded;
import java.lang.foreign.MemorySegment;

/// What joblib wrote before 0.10: `ZF`, the size in hexadecimal padded to 19 characters, and a zlib
/// stream (`joblib/numpy_pickle_compat.py`).
record Zfile() implements Codec {
  private static final int HEADER = 21;

  @Override
  public String format() {
    return "joblib-zfile";
  }

  @Override
  public boolean startsWith(MemorySegment bytes) {
    return bytes.byteSize() > HEADER && Marks.startsWith(bytes, "ZF0x");
  }

  /// Python 2 wrote one more space.
  @Override
  public Piece unpack(MemorySegment bytes, Unpacker unpacker) {
    long at = Marks.u8(bytes, HEADER) == ' ' ? HEADER + 1 : HEADER;
    Decoded decoded = unpacker.inflate(bytes.asSlice(at), false);
    return Piece.of(new Decoded(at + decoded.consumed(), decoded.ending(), decoded.problem()));
  }
}
