package dev.bulwark.scan.zip;

import dev.bulwark.kernel.bytes.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The header in front of a member's bytes (APPNOTE §4.3.7).
///
/// @param data offset of the first byte after it
record LocalHeader(
    long at, Bytes rawName, int flags, int method, long crc, long packed, long size, long data) {
  static final long SIGNATURE = 0x0403_4b50L;
  static final int FIXED = 30;
  static final int ENCRYPTED = 0x1;
  static final int END_MARK = 0x2;
  static final int DESCRIPTOR = 0x8;

  static Optional<LocalHeader> read(MemorySegment bytes, long at) {
    if (!Fields.fits(bytes, at, FIXED) || !Fields.signature(bytes, at, SIGNATURE)) {
      return Optional.empty();
    }
    int nameSize = Fields.u16(bytes, at + 26);
    int extraSize = Fields.u16(bytes, at + 28);
    if (!Fields.fits(bytes, at + FIXED, nameSize + extraSize)) {
      return Optional.empty();
    }
    Extra extra =
        Extra.read(
            bytes,
            at + FIXED + nameSize,
            extraSize,
            Fields.u32(bytes, at + 22),
            Fields.u32(bytes, at + 18),
            0);
    return Optional.of(
        new LocalHeader(
            at,
            Fields.bytes(bytes, at + FIXED, nameSize),
            Fields.u16(bytes, at + 6),
            Fields.u16(bytes, at + 8),
            Fields.u32(bytes, at + 14),
            extra.packed(),
            extra.size(),
            at + FIXED + nameSize + extraSize));
  }

  String name() {
    return Fields.name(rawName);
  }

  /// Whether sizes and checksum follow the data instead of standing here.
  boolean described() {
    return (flags & DESCRIPTOR) != 0;
  }

  boolean encrypted() {
    return (flags & ENCRYPTED) != 0;
  }

  /// Whether LZMA bytes end with a mark (§4.4.4).
  boolean endMarked() {
    return (flags & END_MARK) != 0;
  }

  /// The length of the data descriptor at `end` that says what the directory says; 0 when there is
  /// none. The signature is optional and the sizes may be 4 or 8 bytes wide (§4.3.9).
  static int descriptorLength(MemorySegment bytes, long end, long crc, long packed, long size) {
    for (int signature = 4; signature >= 0; signature -= 4) {
      if (signature == 4 && !Fields.signature(bytes, end, 0x0807_4b50L)) {
        continue;
      }
      long at = end + signature;
      if (Fields.fits(bytes, at, 12)
          && Fields.u32(bytes, at) == crc
          && Fields.u32(bytes, at + 4) == packed
          && Fields.u32(bytes, at + 8) == size) {
        return signature + 12;
      }
      if (Fields.fits(bytes, at, 20)
          && Fields.u32(bytes, at) == crc
          && Fields.u64(bytes, at + 4) == packed
          && Fields.u64(bytes, at + 12) == size) {
        return signature + 20;
      }
    }
    return 0;
  }
}
