package dev.bulwark.scan.zip;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.bytes.Bytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Little-endian fields of zip records. Callers check bounds first.
final class Fields {
  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Fields() {}

  static int u16(MemorySegment bytes, long at) {
    return bytes.get(U16, at) & 0xffff;
  }

  static long u32(MemorySegment bytes, long at) {
    return bytes.get(U32, at) & 0xffff_ffffL;
  }

  /// Values above 2^63 come out negative; no archive is that large.
  static long u64(MemorySegment bytes, long at) {
    return bytes.get(U64, at);
  }

  static boolean signature(MemorySegment bytes, long at, long signature) {
    return fits(bytes, at, 4) && u32(bytes, at) == signature;
  }

  static boolean fits(MemorySegment bytes, long at, long size) {
    return at >= 0 && size >= 0 && at <= bytes.byteSize() - size;
  }

  static Bytes bytes(MemorySegment bytes, long at, int size) {
    return Bytes.of(bytes.asSlice(at, size).toArray(JAVA_BYTE));
  }

  static String name(Bytes raw) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw.toArray())).toString();
    } catch (CharacterCodingException e) {
      return new String(raw.toArray(), StandardCharsets.ISO_8859_1);
    }
  }
}
