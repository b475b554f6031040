package dev.bulwark.scan.archive;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads ar archives: static libraries and Debian packages, with the names of BSD and GNU. The
/// members of a thin archive lie in other files, and are not read.
public final class ArReader implements FormatReader<ArchiveView> {
  private static final String MARK = "!<arch>\n";
  private static final String THIN = "!<thin>\n";
  private static final int HEADER = 60;

  @Override
  public String format() {
    return "ar";
  }

  @Override
  public Reading<ArchiveView> read(Source source, Budget budget) {
    String mark = source.size() < MARK.length() ? "" : Ascii.text(source, 0, MARK.length());
    if (!mark.equals(MARK) && !mark.equals(THIN)) {
      return new Reading.NotMine<>();
    }
    boolean thin = mark.equals(THIN);
    ArchiveView.Builder view = new ArchiveView.Builder(source.place(), format());
    List<Source> inside = new ArrayList<>();
    try {
      budget.bytes(MARK.length());
      long at = MARK.length();
      while (at < source.size()) {
        budget.entry();
        budget.bytes(HEADER);
        long end = member(source, at, thin, view, inside);
        if (end < 0 || end > source.size() + 1) {
          return new Reading.Malformed<>(
              Optional.of(view.build()), inside, at, "the member that starts here is not whole");
        }
        at = end;
      }
      return new Reading.View<>(view.build(), inside);
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.of(view.build()), inside, e.reason(), e.problem());
    }
  }

  private static long member(
      Source source, long at, boolean thin, ArchiveView.Builder view, List<Source> inside) {
    if (at + HEADER > source.size() || !Ascii.text(source, at + 58, 2).equals("`\n")) {
      return -1;
    }
    long size = Ascii.number(source, at + 48, 10, 10);
    long data = at + HEADER;
    if (size < 0) {
      return -1;
    }
    long there = Math.min(size, source.size() - data);
    String name = Ascii.text(source, at, 16).stripTrailing();
    if (name.startsWith("#1/") && name.length() < 12) {
      long length = Ascii.number(source, at + 3, 13, 10);
      if (length < 0 || length > Math.min(there, 4096)) {
        return -1;
      }
      name = Ascii.text(source, data, (int) length).replace("\0", "");
      data += length;
      there -= length;
    }
    boolean table = name.equals("/") || name.equals("//") || name.equals("/SYM64/");
    if (table) {
      name = name.equals("//") ? "names" : "symbols";
    } else if (name.startsWith("/") && name.length() > 1) {
      name = "name at " + name.substring(1);
    } else if (name.endsWith("/")) {
      name = name.substring(0, name.length() - 1);
    }
    view.member(name, at);
    if (thin && !table) {
      view.unreadable(name, "lies in another file");
      return at + HEADER;
    }
    if (there > 0) {
      inside.add(source.inside(name, data, there));
    }
    long end = at + HEADER + size;
    return end > source.size() ? -1 : end + (end & 1);
  }
}
