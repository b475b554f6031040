package dev.bulwark.scan.compressed;

import dev.bulwark.scan.unpack.Decoding;
import java.lang.foreign.MemorySegment;

/// A format that starts with a mark no other file starts with, and that a library decodes.
///
/// @param mark the first bytes, one character each
record Marked(String format, String mark, Decoding.Opening opening) implements Codec {
  @Override
  public boolean startsWith(MemorySegment bytes) {
    return Marks.startsWith(bytes, mark);
  }

  @Override
  public Piece unpack(MemorySegment bytes, Unpacker unpacker) {
    return Piece.of(unpacker.decode(bytes, opening));
  }
}
