package dev.bulwark.scan.gguf;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A place in the header, and the numbers behind it.
final class Cursor {
  private final Source source;
  private final Budget budget;
  private final ValueLayout.OfShort u16;
  private final ValueLayout.OfInt u32;
  private final ValueLayout.OfLong u64;
  private final boolean short32;
  private long at;

  /// @param short32 whether counts and lengths have 32 bits, as in version 1
  Cursor(Source source, Budget budget, ByteOrder order, boolean short32, long at) {
    this.source = source;
    this.budget = budget;
    this.u16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
    this.u32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
    this.u64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
    this.short32 = short32;
    this.at = at;
  }

  /// The header ends too early, or a number in it cannot be.
  static final class Broken extends Exception {
    private final long at;
    private final String problem;

    Broken(long at, String problem) {
      super(problem, null, false, false);
      this.at = at;
      this.problem = problem;
    }

    long at() {
      return at;
    }

    String problem() {
      return problem;
    }
  }

  long at() {
    return at;
  }

  long left() {
    return source.size() - at;
  }

  /// Goes over some bytes and returns where they begin.
  long skip(long count) throws Broken {
    if (count < 0 || count > left()) {
      throw new Broken(
          at,
          "expected %s bytes, found %d to the end of the file"
              .formatted(Long.toUnsignedString(count), left()));
    }
    long from = at;
    at += count;
    return from;
  }

  int u16() throws Broken {
    return Short.toUnsignedInt(source.bytes().get(u16, skip(Short.BYTES)));
  }

  int u32() throws Broken {
    return source.bytes().get(u32, skip(Integer.BYTES));
  }

  long u64() throws Broken {
    return source.bytes().get(u64, skip(Long.BYTES));
  }

  /// A length or a count, of which each unit needs at least `unit` bytes of what is left.
  long count(int unit) throws Broken {
    long from = at;
    long count = short32 ? Integer.toUnsignedLong(u32()) : u64();
    if (count < 0 || count > left() / unit) {
      throw new Broken(
          from,
          "expected a count that fits the %d bytes left, found %s"
              .formatted(left(), Long.toUnsignedString(count)));
    }
    return count;
  }

  /// A text that is passed over.
  Source string(String name) throws Broken {
    long size = count(1);
    budget.bytes(size);
    return source.inside(name, skip(size), size);
  }

  /// A text that is a name.
  String name(int maxBytes) throws Broken {
    long from = at;
    long size = count(1);
    if (size > maxBytes) {
      throw new Broken(from, "expected a name of at most %d bytes".formatted(maxBytes));
    }
    budget.bytes(size);
    byte[] bytes = source.bytes().asSlice(skip(size), size).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
