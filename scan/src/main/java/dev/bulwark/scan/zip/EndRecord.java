package dev.bulwark.scan.zip;

import static dev.bulwark.scan.zip.ZipView.Kind.DISAGREEMENT;
import static dev.bulwark.scan.zip.ZipView.Kind.UNEXPLAINED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// The records at the end of an archive (APPNOTE §4.3.14–16), and where the directory really is.
///
/// @param at offset of the end-of-directory record
/// @param end offset after its comment
/// @param recordsAt offset of the first end record: the zip64 one when there is one
/// @param directoryAt where the directory starts
/// @param shift what to add to the offsets in the directory: bytes were put in front
/// @param entries how many entries are claimed
/// @param wide whether there is a zip64 record, which counts beyond 65,535
record EndRecord(
    long at, long end, long recordsAt, long directoryAt, long shift, long entries, boolean wide) {
  private static final long LOCATOR = 0x0706_4b50L;
  private static final long ZIP64 = 0x0606_4b50L;
  private static final int FIXED = 22;
  private static final int LOCATOR_SIZE = 20;
  private static final int ZIP64_SIZE = 56;

  /// As far back as any loader looks, and a little more.
  private static final int WINDOW = 0xffff + FIXED + 4096;

  /// A file that starts like a zip may hide its end behind a long trailer.
  private static final int LONG_WINDOW = 1 << 20;

  /// Whether the mark of an end record stands where one is looked for.
  static boolean isMarked(MemorySegment bytes) {
    byte[] tail = tail(bytes);
    for (int at = tail.length - FIXED; at >= 0; at--) {
      if (isMark(tail, at)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] tail(MemorySegment bytes) {
    boolean claims = Fields.signature(bytes, 0, LocalHeader.SIGNATURE);
    long first = Math.max(0, bytes.byteSize() - (claims ? LONG_WINDOW : WINDOW));
    return bytes.asSlice(first).toArray(ValueLayout.JAVA_BYTE);
  }

  private static boolean isMark(byte[] tail, int at) {
    return tail[at] == 'P' && tail[at + 1] == 'K' && tail[at + 2] == 5 && tail[at + 3] == 6;
  }

  /// Finds the last record that leads to a directory. Other candidates lie inside a member, or end
  /// up among the unexplained bytes.
  static Optional<EndRecord> find(MemorySegment bytes, Oddities oddities) {
    byte[] tail = tail(bytes);
    long first = bytes.byteSize() - tail.length;
    for (int at = tail.length - FIXED; at >= 0; at--) {
      if (isMark(tail, at)) {
        Optional<EndRecord> end = read(bytes, first + at, oddities);
        if (end.isPresent()) {
          return end;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<EndRecord> read(MemorySegment bytes, long at, Oddities oddities) {
    Oddities found = new Oddities();
    long zip64 = zip64At(bytes, at, found);
    boolean wide = zip64 >= 0;
    long recordsAt = wide ? zip64 : at;
    long entries = wide ? Fields.u64(bytes, zip64 + 32) : Fields.u16(bytes, at + 10);
    long size = wide ? Fields.u64(bytes, zip64 + 40) : Fields.u32(bytes, at + 12);
    long offset = wide ? Fields.u64(bytes, zip64 + 48) : Fields.u32(bytes, at + 16);
    long directoryAt = directoryAt(bytes, recordsAt, size, offset);
    boolean empty = entries == 0 && size == 0 && directoryAt < 0;
    if (directoryAt < 0 && !(empty && plausiblyEmpty(bytes, at))) {
      return Optional.empty();
    }
    EndRecord end =
        new EndRecord(
            at,
            Math.min(bytes.byteSize(), at + FIXED + Fields.u16(bytes, at + 20)),
            recordsAt,
            empty ? recordsAt : directoryAt,
            empty || directoryAt == offset ? 0 : directoryAt - offset,
            entries,
            wide);
    found.list().forEach(oddity -> oddities.add(oddity.kind(), oddity.offset(), oddity.what()));
    end.compare(bytes, size, offset, oddities);
    return Optional.of(end);
  }

  /// Some loaders count back from the end by the directory's size, some go to the offset. Both are
  /// tried, in that order; -1 when neither leads to a directory.
  private static long directoryAt(MemorySegment bytes, long recordsAt, long size, long offset) {
    long bySize = recordsAt - size;
    if (size > 0 && bySize >= 0 && Fields.signature(bytes, bySize, Entry.SIGNATURE)) {
      return bySize;
    }
    return offset < recordsAt && Fields.signature(bytes, offset, Entry.SIGNATURE) ? offset : -1;
  }

  private static boolean plausiblyEmpty(MemorySegment bytes, long at) {
    return at == 0 || at + FIXED + Fields.u16(bytes, at + 20) == bytes.byteSize();
  }

  /// The offset of the zip64 record, or -1.
  private static long zip64At(MemorySegment bytes, long at, Oddities oddities) {
    long locator = at - LOCATOR_SIZE;
    if (!Fields.signature(bytes, locator, LOCATOR)) {
      return -1;
    }
    long claimed = Fields.u64(bytes, locator + 8);
    long adjacent = locator - ZIP64_SIZE;
    for (long candidate : new long[] {claimed, adjacent}) {
      if (candidate <= adjacent
          && Fields.fits(bytes, candidate, ZIP64_SIZE)
          && Fields.signature(bytes, candidate, ZIP64)) {
        if (candidate != claimed) {
          oddities.add(
              DISAGREEMENT,
              locator,
              "the zip64 locator points to offset %d, the record is at %d"
                  .formatted(claimed, candidate));
        }
        return candidate;
      }
    }
    oddities.add(DISAGREEMENT, locator, "the zip64 locator points to no zip64 record");
    return -1;
  }

  private void compare(MemorySegment bytes, long size, long offset, Oddities oddities) {
    if (shift != 0 || directoryAt != recordsAt - size) {
      oddities.add(
          DISAGREEMENT,
          at,
          "the end record says %d bytes of directory at offset %d, the directory is at %d"
              .formatted(size, offset, directoryAt));
    }
    if (wide) {
      narrow(bytes, 10, 2, entries, 0xffff, "entries", oddities);
      narrow(bytes, 12, 4, size, Extra.MANY, "bytes of directory", oddities);
      narrow(bytes, 16, 4, offset, Extra.MANY, "as the directory's offset", oddities);
    }
    if (Fields.u16(bytes, at + 4) != 0
        || Fields.u16(bytes, at + 6) != 0
        || Fields.u16(bytes, at + 8) != Fields.u16(bytes, at + 10)) {
      oddities.add(DISAGREEMENT, at, "the end record speaks of several disks");
    }
    if (!readable(bytes, at + FIXED, end)) {
      oddities.add(UNEXPLAINED, at + FIXED, "the archive's comment is not text");
    }
  }

  private void narrow(
      MemorySegment bytes,
      int field,
      int width,
      long wideValue,
      long deferred,
      String what,
      Oddities oddities) {
    long value = width == 2 ? Fields.u16(bytes, at + field) : Fields.u32(bytes, at + field);
    if (value != deferred && value != wideValue) {
      oddities.add(
          DISAGREEMENT,
          at + field,
          "the end record says %d %s, the zip64 record %d".formatted(value, what, wideValue));
    }
  }

  private static boolean readable(MemorySegment bytes, long from, long to) {
    for (long i = from; i < to; i++) {
      int c = bytes.get(ValueLayout.JAVA_BYTE, i);
      if (c >= 0 && c < ' ' && c != '\n' && c != '\r' && c != '\t') {
        return false;
      }
    }
    return true;
  }

  /// The offset after the zip64 record, by the size it claims.
  long zip64End(MemorySegment bytes) {
    return wide ? recordsAt + 12 + Fields.u64(bytes, recordsAt + 4) : at;
  }
}
