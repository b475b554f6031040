package dev.bulwark.scan.compressed;

import dev.bulwark.scan.unpack.Decoded;
import dev.bulwark.scan.unpack.Decoding;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Formats of frames among which there may be skippable ones (RFC 8878 §3.1.2, which LZ4 shares).
///
/// @param mark the first four bytes of a frame with content
record Framed(String format, long mark, Decoding.Opening opening) implements Codec {
  private static final String SKIPPABLE = "skippable frame";

  @Override
  public boolean startsWith(MemorySegment bytes) {
    return Marks.frame(bytes, mark) || Marks.skippableEnd(bytes, 0) == bytes.byteSize();
  }

  /// A skippable frame counts as a stream without content.
  @Override
  public Piece unpack(MemorySegment bytes, Unpacker unpacker) {
    long skippable = Marks.skippableEnd(bytes, 0);
    return skippable < 0
        ? Piece.of(unpacker.decode(bytes, opening))
        : new Piece(Decoded.whole(skippable), List.of(new Beside(8, skippable - 8, SKIPPABLE)), "");
  }
}
