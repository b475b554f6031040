package dev.bulwark.scan.zip;

import dev.bulwark.kernel.bytes.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// One entry of the central directory (APPNOTE §4.3.12).
///
/// @param length of the entry itself, comment included
record Entry(
    long at,
    long length,
    Bytes rawName,
    boolean link,
    int flags,
    int method,
    long crc,
    long packed,
    long size,
    long offset,
    Optional<Bytes> otherName) {
  static final long SIGNATURE = 0x0201_4b50L;
  static final int FIXED = 46;
  private static final int UNIX = 3;
  private static final int KIND_MASK = 0xf000;
  private static final int SYMLINK = 0xa000;

  /// The entry at `at`; empty when there is none or it runs past `end`.
  static Optional<Entry> read(MemorySegment bytes, long at, long end) {
    if (at + FIXED > end || !Fields.signature(bytes, at, SIGNATURE)) {
      return Optional.empty();
    }
    int nameSize = Fields.u16(bytes, at + 28);
    int extraSize = Fields.u16(bytes, at + 30);
    long length = (long) FIXED + nameSize + extraSize + Fields.u16(bytes, at + 32);
    if (at + length > end) {
      return Optional.empty();
    }
    Extra extra =
        Extra.read(
            bytes,
            at + FIXED + nameSize,
            extraSize,
            Fields.u32(bytes, at + 24),
            Fields.u32(bytes, at + 20),
            Fields.u32(bytes, at + 42));
    boolean unix = Fields.u16(bytes, at + 4) >> 8 == UNIX;
    int mode = (int) (Fields.u32(bytes, at + 38) >> 16);
    return Optional.of(
        new Entry(
            at,
            length,
            Fields.bytes(bytes, at + FIXED, nameSize),
            unix && (mode & KIND_MASK) == SYMLINK,
            Fields.u16(bytes, at + 8),
            Fields.u16(bytes, at + 10),
            Fields.u32(bytes, at + 16),
            extra.packed(),
            extra.size(),
            extra.offset(),
            extra.otherName()));
  }

  String name() {
    return Fields.name(rawName);
  }

  boolean described() {
    return (flags & LocalHeader.DESCRIPTOR) != 0;
  }

  boolean encrypted() {
    return (flags & LocalHeader.ENCRYPTED) != 0;
  }
}
