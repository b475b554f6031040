package dev.bulwark.scan.archive;

import dev.bulwark.kernel.format.Source;
import java.util.List;
import java.util.Optional;

/// An archive that is known by its mark and not read.
///
/// @param what it is, such as `RAR archive`
public record UnreadArchive(String what) {

  /// @param mark one character for each byte
  private record Mark(long offset, String mark, UnreadArchive archive) {
    static Mark of(long offset, String mark, String what) {
      return new Mark(offset, mark, new UnreadArchive(what));
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
          Mark.of(0, "Rar!\u001a\u0007", "RAR archive"),
          Mark.of(0, "MSCF\0\0\0\0", "cabinet archive"),
          Mark.of(0, "hsqs", "SquashFS image"),
          Mark.of(0, "sqsh", "SquashFS image"),
          Mark.of(0x8001, "CD001", "ISO 9660 image"),
          Mark.of(0, "xar!\0\u001c", "xar archive"),
          Mark.of(7, "**ACE**", "ACE archive"),
          Mark.of(0, "MSWIM\0\0\0", "Windows image"),
          Mark.of(0, "\u00ed\u00ab\u00ee\u00db", "RPM package"),
          Mark.of(0, "LRZI\0", "lrzip file"),
          Mark.of(0, "LZIP\u0001", "lzip file"),
          Mark.of(0, "\u0089LZO\0\r\n\u001a\n", "lzop file"),
          Mark.of(0, "\u0002!L\u0018", "LZ4 file of the old format"),
          Mark.of(0, "\u00ff\u0006\0\0sNaPpY", "Snappy file"),
          Mark.of(0, "7kSt\u00a0", "ZPAQ archive"),
          Mark.of(2, "-lh5-", "LHA archive"));

  static Optional<UnreadArchive> of(Source source) {
    for (Mark mark : MARKS) {
      if (mark.is(source)) {
        return Optional.of(mark.archive());
      }
    }
    return Optional.empty();
  }
}
