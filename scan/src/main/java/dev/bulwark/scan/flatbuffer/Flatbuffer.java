package dev.bulwark.scan.flatbuffer;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The bytes of one FlatBuffer. All numbers are little-endian.
public final class Flatbuffer {
  /// Longer text is cut.
  public static final int MAX_TEXT = 4096;

  /// What a writer may leave empty to align what follows.
  private static final int MAX_PADDING = 64;

  private static final int MAX_DEPTH = 64;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment bytes;
  private final Budget budget;
  private final Coverage coverage = new Coverage();
  private int depth;

  public Flatbuffer(MemorySegment bytes, Budget budget) {
    this.bytes = bytes;
    this.budget = budget;
  }

  /// Whether the bytes bear a file identifier of four characters, after the offset of the root.
  public static boolean bears(MemorySegment bytes, String identifier) {
    return bytes.byteSize() >= 12
        && new String(bytes.asSlice(4, 4).toArray(JAVA_BYTE), StandardCharsets.ISO_8859_1)
            .equals(identifier);
  }

  /// The table everything hangs from.
  public Table root() {
    cover(0, 8);
    return table(uint(0));
  }

  /// Notes that something outside of the tables, such as a buffer, is accounted for.
  public void cover(long from, long size) {
    coverage.add(from, from + size);
  }

  /// Where the last part that was read ends, rounded up to what writers align to.
  public long end() {
    return coverage.end();
  }

  /// How many bytes before `end` belong to nothing: neither read nor empty padding.
  public long unexplained(long end) {
    long[] sum = {0};
    coverage.gaps(end, (from, to) -> sum[0] += isPadding(from, to) ? 0 : to - from);
    return sum[0];
  }

  /// The longest stretch before `end` that belongs to nothing.
  public Stretch longestUnexplained(long end) {
    Stretch[] longest = {new Stretch(end, 0)};
    coverage.gaps(
        end,
        (from, to) -> {
          if (to - from > longest[0].size() && !isPadding(from, to)) {
            longest[0] = new Stretch(from, to - from);
          }
        });
    return longest[0];
  }

  /// Some bytes in a row.
  public record Stretch(long offset, long size) {}

  private boolean isPadding(long from, long to) {
    if (to - from > MAX_PADDING) {
      return false;
    }
    for (long at = from; at < to; at++) {
      if (bytes.get(JAVA_BYTE, at) != 0) {
        return false;
      }
    }
    return true;
  }

  /// Goes one table deeper; pair it with {@link #leave} in a `finally`.
  public void enter() {
    if (++depth > MAX_DEPTH) {
      depth--;
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT, "tables nest deeper than " + MAX_DEPTH + " levels");
    }
  }

  public void leave() {
    depth--;
  }

  public long size() {
    return bytes.byteSize();
  }

  Table table(long at) {
    budget.entry();
    long vtable = at - sint(at);
    if (vtable < 0 || vtable + 4 > bytes.byteSize()) {
      throw new BrokenFlatbuffer(at, "the table's layout is said to be at " + vtable);
    }
    int layout = ushort(vtable);
    int length = ushort(vtable + 2);
    if (layout < 4 || layout % 2 != 0 || length < 4) {
      throw new BrokenFlatbuffer(
          vtable, "a layout of %d bytes for a table of %d".formatted(layout, length));
    }
    require(vtable, layout);
    require(at, length);
    cover(vtable, layout);
    cover(at, length);
    return new Table(this, at, vtable, layout, length);
  }

  /// Where the offset that is stored at `at` leads.
  long follow(long at) {
    long to = at + uint(at);
    if (to == at || to + 4 > bytes.byteSize()) {
      throw new BrokenFlatbuffer(at, "an offset leads to %d of %d".formatted(to, bytes.byteSize()));
    }
    return to;
  }

  /// The vector that starts with its length at `at`.
  Vector vector(long at, int each) {
    budget.entry();
    long count = uint(at);
    if (count * each > bytes.byteSize() - at - 4) {
      throw new BrokenFlatbuffer(
          at, "a list of %d times %d bytes, %d are left".formatted(count, each, size() - at - 4));
    }
    cover(at, 4 + count * each);
    return new Vector(this, at + 4, count, each);
  }

  /// The text that starts with its length at `at`; malformed UTF-8 becomes U+FFFD.
  String text(long at) {
    Vector text = vector(at, 1);
    cover(text.start(), text.count() + 1);
    int size = (int) Math.min(MAX_TEXT, text.count());
    return new String(bytes.asSlice(text.start(), size).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }

  private void require(long at, long size) {
    if (at < 0 || size > bytes.byteSize() - at) {
      throw new BrokenFlatbuffer(at, "%d bytes at %d of %d".formatted(size, at, bytes.byteSize()));
    }
  }

  int ubyte(long at) {
    require(at, 1);
    return bytes.get(JAVA_BYTE, at) & 0xff;
  }

  int ushort(long at) {
    require(at, 2);
    return bytes.get(SHORT, at) & 0xffff;
  }

  int sint(long at) {
    require(at, 4);
    return bytes.get(INT, at);
  }

  long uint(long at) {
    return sint(at) & 0xffff_ffffL;
  }

  long slong(long at) {
    require(at, 8);
    return bytes.get(LONG, at);
  }
}
