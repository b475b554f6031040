package dev.bulwark.scan.archive;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads cpio archives: `newc` with and without checksums, and the portable one with octal fields.
public final class CpioReader implements FormatReader<ArchiveView> {
  private static final String LAST = "TRAILER!!!";
  private static final int NEW = 110;
  private static final int OLD = 76;
  private static final int MOST_NAME = 4096;

  @Override
  public String format() {
    return "cpio";
  }

  @Override
  public Reading<ArchiveView> read(Source source, Budget budget) {
    if (Member.read(source, 0).isEmpty()) {
      return new Reading.NotMine<>();
    }
    ArchiveView.Builder view = new ArchiveView.Builder(source.place(), format());
    List<Source> inside = new ArrayList<>();
    try {
      return members(source, budget, view, inside);
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.of(view.build()), inside, e.reason(), e.problem());
    }
  }

  private static Reading<ArchiveView> members(
      Source source, Budget budget, ArchiveView.Builder view, List<Source> inside) {
    long at = 0;
    while (true) {
      budget.entry();
      budget.bytes(OLD);
      Optional<Member> next = Member.read(source, at);
      if (next.isEmpty()) {
        return new Reading.Malformed<>(
            Optional.of(view.build()), inside, at, "expected a member, found other bytes");
      }
      Member member = next.get();
      if (member.name().equals(LAST)) {
        trailing(source, member.end(), budget, view, inside);
        return new Reading.View<>(view.build(), inside);
      }
      view.member(member.name(), at);
      long there = Math.min(member.size(), source.size() - member.data());
      if (there > 0) {
        inside.add(source.inside(member.name(), member.data(), there));
      }
      at = member.end();
    }
  }

  private static void trailing(
      Source source, long from, Budget budget, ArchiveView.Builder view, List<Source> inside) {
    long at = from;
    while (at < source.size() && source.at(at) == 0) {
      at++;
      budget.tick();
    }
    if (at < source.size()) {
      view.trailing(at, source.size() - at);
      inside.add(source.inside("trailing", at, source.size() - at));
    }
  }

  /// @param end where the next member starts
  private record Member(String name, long data, long size, long end) {
    static Optional<Member> read(Source source, long at) {
      if (at + OLD > source.size()) {
        return Optional.empty();
      }
      String mark = Ascii.text(source, at, 6);
      if (mark.equals("070707")) {
        return old(source, at);
      }
      boolean modern = mark.equals("070701") || mark.equals("070702");
      return modern && at + NEW <= source.size() ? modern(source, at) : Optional.empty();
    }

    private static Optional<Member> old(Source source, long at) {
      long length = Ascii.number(source, at + 59, 6, 8);
      long size = Ascii.number(source, at + 65, 11, 8);
      return member(source, at + OLD, length, size, 1);
    }

    private static Optional<Member> modern(Source source, long at) {
      long size = Ascii.number(source, at + 54, 8, 16);
      long length = Ascii.number(source, at + 94, 8, 16);
      return member(source, at + NEW, length, size, 4);
    }

    private static Optional<Member> member(
        Source source, long nameAt, long length, long size, int alignment) {
      if (length < 1 || length > MOST_NAME || size < 0 || nameAt + length > source.size()) {
        return Optional.empty();
      }
      String name = Ascii.text(source, nameAt, (int) length - 1);
      long data = aligned(nameAt + length, alignment);
      return Optional.of(new Member(name, data, size, aligned(data + size, alignment)));
    }

    private static long aligned(long offset, int alignment) {
      return (offset + alignment - 1) / alignment * alignment;
    }
  }
}
