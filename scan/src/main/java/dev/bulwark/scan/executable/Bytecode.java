package dev.bulwark.scan.executable;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import java.nio.ByteOrder;

/// How far bytecode reaches, by its own structure; -1 when the bytes have no such structure.
final class Bytecode {
  private static final int PYC_HEADER = 16;

  private Bytecode() {}

  /// WebAssembly: sections one behind the other.
  static long wasm(Source source, Budget budget) {
    if (source.size() < 8 || source.at(4) != 1 || source.at(5) + source.at(6) + source.at(7) != 0) {
      return -1;
    }
    long at = 8;
    while (at < source.size() && source.at(at) <= 13) {
      budget.entry();
      long size = 0;
      long next = at + 1;
      int shift = 0;
      boolean more = true;
      while (more && next < source.size() && shift < 35) {
        int b = source.at(next++);
        size |= (long) (b & 0x7f) << shift;
        shift += 7;
        more = b >= 0x80;
      }
      if (more || size > source.size() - next) {
        return at;
      }
      at = next + size;
    }
    return at;
  }

  /// A Java class: a version and a constant pool that can be walked.
  static long java(Source source, Budget budget) {
    Extent bytes = new Extent(source, ByteOrder.BIG_ENDIAN);
    if (!bytes.has(0, 24) || bytes.u16(6) < 45 || bytes.u16(6) > 200) {
      return -1;
    }
    int count = bytes.u16(8);
    long at = 10;
    for (int i = 1; i < count; i++) {
      budget.entry();
      if (!bytes.has(at, 3)) {
        return -1;
      }
      int tag = source.at(at);
      int size =
          switch (tag) {
            case 1 -> 3 + bytes.u16(at + 1);
            case 7, 8, 16, 19, 20 -> 3;
            case 15 -> 4;
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 5;
            case 5, 6 -> 9;
            default -> -1;
          };
      if (size < 0 || !bytes.has(at, size)) {
        return -1;
      }
      at += size;
      i += tag == 5 || tag == 6 ? 1 : 0;
    }
    return source.size();
  }

  /// Compiled Python since 3.7 (PEP 552): a magic number, flags, and a code object in marshal.
  static long pyc(Source source) {
    Extent bytes = new Extent(source, ByteOrder.LITTLE_ENDIAN);
    if (!bytes.has(0, PYC_HEADER + 5)) {
      return -1;
    }
    int magic = bytes.u16(0);
    boolean known = magic >= 3390 && magic < 4000;
    boolean code = (source.at(PYC_HEADER) & 0x7f) == 'c';
    return known && bytes.u32(4) <= 3 && code ? source.size() : -1;
  }
}
