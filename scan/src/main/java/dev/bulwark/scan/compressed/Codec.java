package dev.bulwark.scan.compressed;

import dev.bulwark.scan.unpack.Decoded;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// One kind of compressed stream.
interface Codec {

  /// The format's name: `gzip`.
  String format();

  /// Whether a stream seems to start with the first of the bytes.
  boolean startsWith(MemorySegment bytes);

  /// Unpacks the stream that starts with the first of the bytes; there may be more behind it.
  Piece unpack(MemorySegment bytes, Unpacker unpacker);

  /// Whether a stream that ended like this is one at all. A short mark is found in other bytes by
  /// chance.
  ///
  /// @param unpacked how many bytes came out of it
  default boolean isSure(Decoded decoded, long unpacked) {
    return true;
  }

  /// One stream.
  ///
  /// @param beside what unpacking passes over
  /// @param name that the stream gives its content; empty when it gives none
  record Piece(Decoded decoded, List<Beside> beside, String name) {
    public Piece {
      beside = List.copyOf(beside);
    }

    static Piece of(Decoded decoded) {
      return new Piece(decoded, List.of(), "");
    }
  }

  /// Bytes a stream carries beside its content.
  ///
  /// @param offset from the start of the stream
  /// @param what they are, such as `extra field`
  record Beside(long offset, long size, String what) {}
}
