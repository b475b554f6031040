package dev.bulwark.scan.compressed;

import dev.bulwark.scan.unpack.Decoded;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// gzip (RFC 1952): header fields accounted for, CRC-32 and size compared.
record Gzip() implements Codec {
  private static final int HEADER_SUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int FIXED = 10;
  private static final int TRAILER = 8;

  @Override
  public String format() {
    return "gzip";
  }

  @Override
  public boolean startsWith(MemorySegment bytes) {
    return Marks.startsWith(bytes, "\u001f\u008b\b");
  }

  @Override
  public Piece unpack(MemorySegment bytes, Unpacker unpacker) {
    List<Beside> beside = new ArrayList<>();
    if (bytes.byteSize() < FIXED) {
      return Piece.of(Decoded.broken(0, "its header is cut short"));
    }
    int flags = Marks.u8(bytes, 3);
    long at = FIXED;
    if ((flags & EXTRA) != 0) {
      if (at + 2 > bytes.byteSize()) {
        return Piece.of(Decoded.broken(at, "its header is cut short"));
      }
      long size = Marks.u8(bytes, at) | (Marks.u8(bytes, at + 1) << 8);
      at += 2;
      beside.add(new Beside(at, Math.min(size, bytes.byteSize() - at), "extra field"));
      at += size;
    }
    long nameAt = at;
    long nameEnd = (flags & NAME) != 0 ? textEnd(bytes, at) : at;
    at = (flags & COMMENT) != 0 ? textEnd(bytes, nameEnd) : nameEnd;
    if (at > nameEnd) {
      beside.add(new Beside(nameEnd, at - nameEnd - 1, "comment"));
    }
    at += (flags & HEADER_SUM) != 0 ? 2 : 0;
    if (at >= bytes.byteSize()) {
      return Piece.of(Decoded.broken(FIXED, "its header is cut short"));
    }
    String name = nameEnd > nameAt ? text(bytes, nameAt, nameEnd - 1) : "";
    return new Piece(content(bytes, at, unpacker), beside, name);
  }

  /// The offset after the zero byte that ends a text; the end of the bytes when there is none.
  private static long textEnd(MemorySegment bytes, long from) {
    long at = from;
    while (at < bytes.byteSize() && Marks.u8(bytes, at) != 0) {
      at++;
    }
    return Math.min(bytes.byteSize(), at + 1);
  }

  private static String text(MemorySegment bytes, long from, long to) {
    long end = Math.min(to, from + 1024);
    return new String(
        bytes.asSlice(from, end - from).toArray(ValueLayout.JAVA_BYTE),
        StandardCharsets.ISO_8859_1);
  }

  private static Decoded content(MemorySegment bytes, long at, Unpacker unpacker) {
    long before = unpacker.size();
    Decoded deflated = unpacker.inflate(bytes.asSlice(at), true);
    long end = at + deflated.consumed();
    if (!deflated.isWhole()) {
      return new Decoded(end, deflated.ending(), deflated.problem());
    }
    if (end + TRAILER > bytes.byteSize()) {
      return Decoded.broken(end, "its checksum is cut short");
    }
    if (Marks.u32(bytes, end) != unpacker.crc()) {
      return Decoded.broken(end, "its content does not match its CRC-32");
    }
    if (Marks.u32(bytes, end + 4) != ((unpacker.size() - before) & 0xffff_ffffL)) {
      return Decoded.broken(end, "its content has another size than it says");
    }
    return Decoded.whole(end + TRAILER);
  }
}
