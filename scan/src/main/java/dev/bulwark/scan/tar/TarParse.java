package dev.bulwark.scan.tar;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.tar.TarView.Kind;
import dev.bulwark.scan.tar.TarView.Member;
import dev.bulwark.scan.tar.TarView.Oddity;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One reading of one archive.
final class TarParse {
  private static final int MOST_MEMBERS = 100_000;

  /// Names and pax records longer than this are no names.
  private static final int MOST_META = 1 << 20;

  private static final long WIDE = 1L << 33;

  private final Source source;
  private final Budget budget;
  private final List<Member> members = new ArrayList<>();
  private final List<Oddity> oddities = new ArrayList<>();
  private final List<Source> inside = new ArrayList<>();
  private final TarNames names = new TarNames(this::odd);
  private final Map<String, String> everywhere = new HashMap<>();
  private Map<String, String> next = new HashMap<>();
  private long unexplained;

  TarParse(Source source, Budget budget) {
    this.source = source;
    this.budget = budget;
  }

  static long padded(long size) {
    return (size + Header.BLOCK - 1) / Header.BLOCK * Header.BLOCK;
  }

  Reading<TarView> read() {
    try {
      long at = 0;
      Optional<Header> header = Header.read(source.bytes(), at);
      while (header.isPresent()) {
        one();
        long end = member(header.get(), at);
        if (end < 0 || end > source.size()) {
          return malformed(at, "the member that starts here is not whole");
        }
        at = end;
        header = Header.read(source.bytes(), at);
      }
      return end(at);
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.of(view()), inside, e.reason(), e.problem());
    }
  }

  private void one() {
    budget.entry();
    budget.bytes(Header.BLOCK);
    if (members.size() >= MOST_MEMBERS) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT, "more than " + MOST_MEMBERS + " members in one archive");
    }
  }

  private Reading<TarView> malformed(long at, String problem) {
    return new Reading.Malformed<>(Optional.of(view()), inside, at, problem);
  }

  private TarView view() {
    return new TarView(source.place(), members, oddities, unexplained);
  }

  private void odd(Kind kind, long at, String what) {
    if (oddities.size() < TarView.MOST_ODDITIES) {
      oddities.add(new Oddity(kind, at, what));
    }
  }

  /// @return the offset after the member, or -1 when it has no end
  private long member(Header header, long at) {
    long data = at + Header.BLOCK;
    if (header.size() < 0) {
      return -1;
    }
    return switch (header.type()) {
      case 'x', 'g', 'L', 'K' -> meta(header, at, data);
      case 'S' -> sparse(header, at, data);
      default -> entry(header, at, data);
    };
  }

  /// Names that do not fit a header, and pax records: for the next member, or for all.
  private long meta(Header header, long at, long data) {
    if (header.size() > MOST_META || header.size() > source.size() - data) {
      return -1;
    }
    byte[] bytes = source.bytes().asSlice(data, header.size()).toArray(JAVA_BYTE);
    budget.bytes(bytes.length);
    switch (header.type()) {
      case 'L' -> next.put("path", terminated(bytes));
      case 'K' -> next.put("linkpath", terminated(bytes));
      default -> {
        Optional<Map<String, String>> records = Pax.parse(bytes);
        if (records.isEmpty()) {
          odd(Kind.DISAGREEMENT, at, "a pax header here does not follow its grammar");
        }
        records.ifPresent(header.type() == 'g' ? everywhere::putAll : next::putAll);
      }
    }
    padding(data + header.size(), "an extended header");
    return data + padded(header.size());
  }

  private static String terminated(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return Header.text(ByteBuffer.wrap(bytes, 0, end));
  }

  /// GNU's old way of leaving holes out: more maps may follow the header, then what is between the
  /// holes.
  private long sparse(Header header, long at, long data) {
    long start = data;
    boolean more = header.extended();
    while (more && start + Header.BLOCK <= source.size()) {
      budget.bytes(Header.BLOCK);
      more = source.at(start + 504) != 0;
      start += Header.BLOCK;
    }
    odd(Kind.UNREADABLE, at, quoted(header.name()) + " has holes, which are not filled in");
    return entry(new Header(header.name(), header.size(), '0', "", false), at, start);
  }

  private String told(String key, String otherwise) {
    return next.getOrDefault(key, everywhere.getOrDefault(key, otherwise));
  }

  private long entry(Header header, long at, long data) {
    String name = told("path", header.name());
    long size = size(header, at, name);
    if (size < 0) {
      return -1;
    }
    if (told("GNU.sparse.major", "").length() + told("GNU.sparse.map", "").length() > 0) {
      odd(Kind.UNREADABLE, at, quoted(name) + " has holes, which are not filled in");
    }
    members.add(new Member(name, at, size));
    names.check(header, name, told("linkpath", header.link()), at);
    next = new HashMap<>();
    if (!header.hasContent()) {
      if (size > 0 && header.type() != '5') {
        odd(
            Kind.DISAGREEMENT,
            at,
            "%s is a link or device and claims %d bytes of content, which some readers pass over"
                .formatted(quoted(name), size));
      }
      return data;
    }
    long there = Math.min(size, source.size() - data);
    if (there > 0) {
      inside.add(source.inside(name, data, there));
    }
    if (there < size) {
      return -1;
    }
    padding(data + size, quoted(name));
    return data + padded(size);
  }

  /// A pax record takes the place of the header's field, for readers that know pax.
  private long size(Header header, long at, String name) {
    String told = told("size", "");
    if (told.isEmpty()) {
      return header.size();
    }
    if (!told.matches("[0-9]{1,18}")) {
      return -1;
    }
    long size = Long.parseLong(told);
    if (size != header.size() && size < WIDE) {
      odd(
          Kind.DISAGREEMENT,
          at,
          "%s has %d bytes by its header and %d by its pax record"
              .formatted(quoted(name), header.size(), size));
    }
    return size;
  }

  private void padding(long from, String of) {
    long to = Math.min(source.size(), padded(from));
    for (long i = from; i < to; i++) {
      if (source.at(i) != 0) {
        unexplained += to - from;
        odd(Kind.UNEXPLAINED, i, "the padding behind %s is not zero".formatted(of));
        inside.add(source.inside("padding at " + from, from, to - from));
        return;
      }
    }
  }

  /// The archive ends with zero blocks; what stands behind them, most readers never see.
  private Reading<TarView> end(long at) {
    long rest = at;
    while (rest < source.size() && source.at(rest) == 0) {
      rest++;
      if (rest % Header.BLOCK == 0) {
        budget.bytes(Header.BLOCK);
      }
    }
    if (at == source.size()) {
      return malformed(
          at, "expected the zero blocks that end an archive, found the end of the file");
    }
    return rest - at >= Header.BLOCK ? ended(rest) : brokenHeader(at);
  }

  private Reading<TarView> ended(long rest) {
    long from = rest / Header.BLOCK * Header.BLOCK;
    if (rest < source.size()) {
      unexplained += source.size() - from;
      odd(
          Kind.UNEXPLAINED,
          rest,
          "%d bytes stand behind the end of the archive".formatted(source.size() - from));
      inside.add(source.inside("trailing", from, source.size() - from));
    }
    return new Reading.View<>(view(), inside);
  }

  private Reading<TarView> brokenHeader(long at) {
    unexplained += source.size() - at;
    inside.add(source.inside("trailing", at, source.size() - at));
    return malformed(at, "expected a member's header or the end mark, found other bytes");
  }

  static String quoted(String text) {
    String printable = Place.printable(text);
    return "\""
        + (printable.length() <= 120 ? printable : printable.substring(0, 120) + "…")
        + "\"";
  }
}
