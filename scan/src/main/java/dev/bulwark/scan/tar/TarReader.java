package dev.bulwark.scan.tar;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.util.Optional;

/// Reads tar archives; members are handed on without copying.
///
/// Claims a file whose first block is a header with the right sum, with or without `ustar` in it.
public final class TarReader implements FormatReader<TarView> {

  @Override
  public String format() {
    return "tar";
  }

  @Override
  public Reading<TarView> read(Source source, Budget budget) {
    return Header.read(source.bytes(), 0).isPresent()
        ? new TarParse(source, budget).read()
        : new Reading.NotMine<>();
  }

  /// Whether `offset` lies in the content of a member, which is handed on: other containers whose
  /// records stand there are found in that member.
  public static boolean carries(Source source, long offset, Budget budget) {
    long at = 0;
    Optional<Header> header = Header.read(source.bytes(), at);
    while (header.isPresent() && at <= offset) {
      budget.tick();
      long size = header.get().hasContent() ? header.get().size() : 0;
      if (size < 0 || size > source.size()) {
        return false;
      }
      long data = at + Header.BLOCK;
      if (offset >= data && offset < data + size) {
        char type = header.get().type();
        return type == '0' || type == '7';
      }
      at = data + TarParse.padded(size);
      header = Header.read(source.bytes(), at);
    }
    return false;
  }
}
