package dev.bulwark.scan.archive;

import dev.bulwark.kernel.format.Source;
import java.util.List;
import java.util.Optional;

/// What a file is by its mark, when nothing more of it is read.
///
/// @param what it is, such as `RAR archive`
/// @param runs whether it is a native program or library
public record Marked(String what, boolean runs) {

  /// @param mark one character for each byte
  private record Mark(long offset, String mark, Marked marked) {
    static Mark archive(long offset, String mark, String what) {
      return new Mark(offset, mark, new Marked(what, false));
    }

    static Mark program(String mark, String what) {
      return new Mark(0, mark, new Marked(what, true));
    }

    boolean is(Source source) {
      if (source.size() < offset + mark.length()) {
        return false;
      }
      for (int i = 0; i < mark.length(); i++) {
        if (source.at(offset + i) != mark.charAt(i)) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Mark> MARKS =
      List.of(
          Mark.archive(0, "Rar!\u001a\u0007", "RAR archive"),
          Mark.archive(0, "MSCF\0\0\0\0", "cabinet archive"),
          Mark.archive(0, "hsqs", "SquashFS image"),
          Mark.archive(0, "sqsh", "SquashFS image"),
          Mark.archive(0x8001, "CD001", "ISO 9660 image"),
          Mark.archive(0, "xar!\0\u001c", "xar archive"),
          Mark.archive(7, "**ACE**", "ACE archive"),
          Mark.archive(0, "MSWIM\0\0\0", "Windows image"),
          Mark.archive(0, "\u00ed\u00ab\u00ee\u00db", "RPM package"),
          Mark.archive(0, "LRZI\0", "lrzip file"),
          Mark.archive(0, "LZIP\u0001", "lzip file"),
          Mark.archive(0, "\u0089LZO\0\r\n\u001a\n", "lzop file"),
          Mark.archive(0, "\u0002!L\u0018", "LZ4 file of the old format"),
          Mark.archive(0, "\u00ff\u0006\0\0sNaPpY", "Snappy file"),
          Mark.archive(0, "7kSt\u00a0", "ZPAQ archive"),
          Mark.archive(2, "-lh5-", "LHA archive"),
          Mark.program("\u007fELF", "ELF program or library"),
          Mark.program("\u00fe\u00ed\u00fa\u00ce", "Mach-O program or library"),
          Mark.program("\u00fe\u00ed\u00fa\u00cf", "Mach-O program or library"),
          Mark.program("\u00ce\u00fa\u00ed\u00fe", "Mach-O program or library"),
          Mark.program("\u00cf\u00fa\u00ed\u00fe", "Mach-O program or library"));

  static Optional<Marked> of(Source source) {
    if (isPortableExecutable(source)) {
      return Optional.of(new Marked("Windows program or library", true));
    }
    return MARKS.stream().filter(mark -> mark.is(source)).map(Mark::marked).findFirst();
  }

  /// `MZ` alone is found by chance; the record it points to is not.
  private static boolean isPortableExecutable(Source source) {
    if (source.size() < 0x40 || source.at(0) != 'M' || source.at(1) != 'Z') {
      return false;
    }
    long at = source.at(0x3c) | (source.at(0x3d) << 8) | ((long) source.at(0x3e) << 16);
    return at + 4 <= source.size()
        && source.at(at) == 'P'
        && source.at(at + 1) == 'E'
        && source.at(at + 2) == 0
        && source.at(at + 3) == 0;
  }
}
