package dev.bulwark.scan.executable;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import java.nio.ByteOrder;

/// How far a program of machine code reaches, by its own headers; -1 when the bytes have no such
/// headers.
final class MachineCode {
  private static final int ELF_HEADER = 52;
  private static final int ELF64_HEADER = 64;
  private static final int COFF_HEADER = 24;
  private static final int COFF_SECTION = 40;
  private static final int MAX_COMMANDS = 10_000;
  private static final int MAX_ARCHITECTURES = 20;

  private MachineCode() {}

  /// ELF: identification, header sizes and the tables they point to.
  static long elf(Source source, Budget budget) {
    if (source.size() < ELF_HEADER || source.at(4) < 1 || source.at(4) > 2 || source.at(5) > 2) {
      return -1;
    }
    boolean wide = source.at(4) == 2;
    Extent bytes =
        new Extent(source, source.at(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int header = wide ? ELF64_HEADER : ELF_HEADER;
    if (source.size() < header || bytes.u16(wide ? 52 : 40) != header || source.at(6) != 1) {
      return -1;
    }
    bytes.reach(0, header);
    table(bytes, budget, wide, wide ? bytes.u64(32) : bytes.u32(28), wide ? 54 : 42, true);
    table(bytes, budget, wide, wide ? bytes.u64(40) : bytes.u32(32), wide ? 58 : 46, false);
    return bytes.end();
  }

  /// The program headers or the section headers, and what each names.
  private static void table(
      Extent bytes, Budget budget, boolean wide, long at, int sizeAt, boolean programs) {
    int size = bytes.u16(sizeAt);
    int count = bytes.u16(sizeAt + 2);
    if (at == 0 || !bytes.has(at, (long) size * count) || size < (wide ? 56 : programs ? 32 : 40)) {
      return;
    }
    bytes.reach(at, (long) size * count);
    for (int i = 0; i < count; i++) {
      budget.entry();
      long entry = at + (long) i * size;
      if (programs) {
        bytes.reach(
            wide ? bytes.u64(entry + 8) : bytes.u32(entry + 4),
            wide ? bytes.u64(entry + 32) : bytes.u32(entry + 16));
      } else if (bytes.u32(entry + 4) != 8) { // no bytes in the file
        bytes.reach(
            wide ? bytes.u64(entry + 24) : bytes.u32(entry + 16),
            wide ? bytes.u64(entry + 32) : bytes.u32(entry + 20));
      }
    }
  }

  /// PE: the DOS header points to a COFF header, whose sections are counted.
  static long pe(Source source, Budget budget) {
    Extent bytes = new Extent(source, ByteOrder.LITTLE_ENDIAN);
    if (!bytes.has(0, 64)) {
      return -1;
    }
    long header = bytes.u32(60);
    if (!bytes.has(header, COFF_HEADER) || bytes.u32(header) != 0x4550) {
      return -1;
    }
    int optional = bytes.u16(header + 20);
    int magic = bytes.has(header + COFF_HEADER, 2) ? bytes.u16(header + COFF_HEADER) : 0;
    long sections = header + COFF_HEADER + optional;
    int count = bytes.u16(header + 6);
    if (magic != 0x10b && magic != 0x20b && magic != 0x107) {
      return -1;
    }
    bytes.reach(0, sections);
    for (int i = 0; i < count && bytes.has(sections + (long) i * COFF_SECTION, COFF_SECTION); i++) {
      budget.entry();
      long section = sections + (long) i * COFF_SECTION;
      bytes.reach(section, COFF_SECTION);
      bytes.reach(bytes.u32(section + 20), bytes.u32(section + 16));
    }
    long certificates = header + COFF_HEADER + (magic == 0x20b ? 144 : 128);
    if (bytes.has(certificates, 8)) {
      bytes.reach(bytes.u32(certificates), bytes.u32(certificates + 4));
    }
    return bytes.end();
  }

  /// Mach-O for one architecture: load commands that fill their declared size.
  static long machO(Source source, Budget budget) {
    boolean big = source.at(0) == 0xfe;
    Extent bytes = new Extent(source, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    if (!bytes.has(0, 32)) {
      return -1;
    }
    boolean wide = (bytes.u32(0) & 1) == 1;
    int header = wide ? 32 : 28;
    long count = bytes.u32(16);
    long size = bytes.u32(20);
    if (count == 0 || count > MAX_COMMANDS || !bytes.has(header, size)) {
      return -1;
    }
    bytes.reach(0, header + size);
    long at = header;
    for (long i = 0; i < count; i++) {
      budget.entry();
      if (!bytes.has(at, 8) || bytes.u32(at + 4) < 8 || at + bytes.u32(at + 4) > header + size) {
        return -1;
      }
      segment(bytes, at);
      at += bytes.u32(at + 4);
    }
    return bytes.end();
  }

  private static void segment(Extent bytes, long at) {
    long command = bytes.u32(at);
    if (command == 0x19 && bytes.u32(at + 4) >= 72) {
      bytes.reach(bytes.u64(at + 40), bytes.u64(at + 48));
    } else if (command == 1 && bytes.u32(at + 4) >= 56) {
      bytes.reach(bytes.u32(at + 32), bytes.u32(at + 36));
    }
  }

  /// Mach-O for several architectures; a Java class has the same first bytes and a version where
  /// the count is.
  static long fat(Source source, Budget budget) {
    Extent bytes = new Extent(source, ByteOrder.BIG_ENDIAN);
    if (!bytes.has(0, 28)) {
      return -1;
    }
    long count = bytes.u32(4);
    if (count == 0 || count > MAX_ARCHITECTURES || !bytes.has(8, count * 20)) {
      return -1;
    }
    for (long i = 0; i < count; i++) {
      budget.entry();
      if (!bytes.has(bytes.u32(8 + i * 20 + 8), bytes.u32(8 + i * 20 + 12))) {
        return -1;
      }
      bytes.reach(bytes.u32(8 + i * 20 + 8), bytes.u32(8 + i * 20 + 12));
    }
    return bytes.end();
  }
}
