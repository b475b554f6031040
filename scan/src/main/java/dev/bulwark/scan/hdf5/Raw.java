package dev.bulwark.scan.hdf5;

import dev.bulwark.kernel.check.Budget;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The bytes of one file, the widths its superblock chose, and which of them were explained.
final class Raw {
  static final long NOWHERE = -1;

  private final MemorySegment bytes;
  private final Budget budget;
  private final long base;
  private final int offsetSize;
  private final int lengthSize;
  private final List<Range> explained = new ArrayList<>();
  private final TreeMap<Long, Long> structures = new TreeMap<>();
  private Optional<Broken> broken = Optional.empty();

  private record Range(long start, long end) {}

  /// @param base where address 0 is in the source
  Raw(MemorySegment bytes, Budget budget, long base, int offsetSize, int lengthSize) {
    this.bytes = bytes;
    this.budget = budget;
    this.base = base;
    this.offsetSize = offsetSize;
    this.lengthSize = lengthSize;
  }

  int offsetSize() {
    return offsetSize;
  }

  int lengthSize() {
    return lengthSize;
  }

  Budget budget() {
    return budget;
  }

  long size() {
    return bytes.byteSize();
  }

  /// The first thing that broke the grammar.
  Optional<Broken> broken() {
    return broken;
  }

  /// Takes note of something broken that what comes after it may do without: loaders read only what
  /// they are asked for, so that a break must not hide the rest.
  void note(Broken e) {
    if (broken.isEmpty()) {
      broken = Optional.of(e);
    }
  }

  /// Where an address is in the source; {@link #NOWHERE}, and noted, when it is outside.
  long locate(long at, long address) {
    if (address < 0 || address > bytes.byteSize() - base) {
      note(new Broken(at, "expected an address within the file, found " + address));
      return NOWHERE;
    }
    return base + address;
  }

  /// The `size` bytes at `at`, read in order, and explained.
  ///
  /// A structure of the format shares no byte with another one: that keeps the work in proportion
  /// to the file, however its structures refer to each other.
  Cursor open(long at, long size, String what) throws Broken {
    explain(at, size, what);
    if (size > 0) {
      Map.Entry<Long, Long> before = structures.lowerEntry(at + size);
      if (before != null && before.getValue() > at) {
        throw new Broken(
            at, "expected %s of its own, found one that is used twice".formatted(what));
      }
      structures.put(at, at + size);
    }
    budget.bytes(size);
    return new Cursor(this, at, at + size);
  }

  /// As {@link #open}, when they start with a signature; it is skipped.
  Cursor open(long at, long size, String signature, String what) throws Broken {
    Cursor cursor = open(at, size, what);
    if (!cursor.text(signature.length()).equals(signature)) {
      throw new Broken(at, "expected " + what + " to start with " + signature);
    }
    return cursor;
  }

  /// Says that bytes belong to something the format names.
  void explain(long at, long size, String what) throws Broken {
    if (at < 0 || size < 0 || at > bytes.byteSize() - size) {
      throw new Broken(
          Math.clamp(at, 0, bytes.byteSize()),
          "expected %s of %d bytes, found the end of the file".formatted(what, size));
    }
    explained.add(new Range(at, at + size));
  }

  int at(long offset) {
    return bytes.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
  }

  MemorySegment slice(long at, long size) {
    return bytes.asSlice(at, size);
  }

  /// Holds the four bytes at `end - 4` against those from `start` on. A difference is noted.
  void verify(long start, long end) throws Broken {
    budget.bytes(end - start);
    int found = 0;
    for (int i = 3; i >= 0; i--) {
      found = found << 8 | at(end - 4 + i);
    }
    if (end - start - 4 > Integer.MAX_VALUE
        || Lookup3.of(bytes.asSlice(start, end - start - 4)) != found) {
      note(new Broken(end - 4, "expected the checksum of the bytes before it"));
    }
  }

  /// How many bytes that are not zero belong to nothing.
  long unexplained() {
    explained.sort(Comparator.comparingLong(Range::start));
    long counted = 0;
    long from = 0;
    for (Range range : explained) {
      counted += filled(from, range.start());
      from = Math.max(from, range.end());
    }
    return counted + filled(from, bytes.byteSize());
  }

  private long filled(long from, long to) {
    long filled = 0;
    for (long at = from; at < to; at++) {
      if ((at & 0xffff) == 0) {
        budget.tick();
      }
      filled += at(at) == 0 ? 0 : 1;
    }
    return filled;
  }
}
