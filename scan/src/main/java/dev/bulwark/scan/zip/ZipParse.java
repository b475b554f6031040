package dev.bulwark.scan.zip;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.zip.ZipView.Kind;
import dev.bulwark.scan.zip.ZipView.Member;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// One reading of one archive.
final class ZipParse {
  static final int MAX_MEMBERS = 100_000;
  private static final int MAX_HIDDEN = 1_000;

  private final Source source;
  private final MemorySegment bytes;
  private final Budget budget;
  private final Oddities oddities;
  private final Names names;
  private final Layout layout = new Layout();
  private final List<Member> members = new ArrayList<>();
  private final Members opened;
  private long unexplained;

  /// @param oddities what was noticed while looking for the end record
  ZipParse(Source source, Budget budget, Predicate<String> data, Oddities oddities) {
    this.source = source;
    this.bytes = source.bytes();
    this.budget = budget;
    this.oddities = oddities;
    this.names = new Names(oddities);
    this.opened = new Members(source, budget, data, oddities);
  }

  Reading<ZipView> run(Optional<EndRecord> end) {
    try {
      return end.isPresent() ? parse(end.get()) : withoutDirectory();
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.of(view()), opened.inside(), e.reason(), e.problem());
    }
  }

  private Reading<ZipView> parse(EndRecord end) {
    budget.bytes(end.end() - end.recordsAt());
    long brokenAt = directory(end);
    layout.gaps(bytes.byteSize(), oddities).forEach(this::gap);
    if (brokenAt >= 0) {
      return malformed(brokenAt, "expected another directory entry, found other bytes");
    }
    return new Reading.View<>(view(), opened.inside());
  }

  private Reading<ZipView> withoutDirectory() {
    searchHidden(0, bytes.byteSize());
    return malformed(
        bytes.byteSize(), "expected an end-of-directory record, found none: the file is cut short");
  }

  private Reading<ZipView> malformed(long offset, String problem) {
    return new Reading.Malformed<>(Optional.of(view()), opened.inside(), offset, problem);
  }

  private ZipView view() {
    return new ZipView(source.place(), members, oddities.list(), bytes.byteSize(), unexplained);
  }

  /// Reads entry after entry, whatever the end record counts.
  ///
  /// @return where the directory broke, or -1
  private long directory(EndRecord end) {
    layout.add(end.at(), end.end(), "the end record");
    layout.add(end.recordsAt(), Math.min(end.zip64End(bytes), end.at()), "the zip64 record");
    if (end.wide()) {
      layout.add(end.at() - 20, end.at(), "the zip64 locator");
    }
    long at = end.directoryAt();
    long entries = 0;
    Optional<Entry> next = Entry.read(bytes, at, end.recordsAt());
    while (next.isPresent()) {
      entry(next.get(), end.shift());
      entries++;
      at += next.get().length();
      next = Entry.read(bytes, at, end.recordsAt());
    }
    layout.add(end.directoryAt(), at, "the directory");
    if (entries != end.entries() && (end.wide() || (entries & 0xffff) != end.entries())) {
      oddities.add(
          Kind.DISAGREEMENT,
          end.at(),
          "the end record counts %d members, the directory lists %d"
              .formatted(end.entries(), entries));
    }
    return Fields.signature(bytes, at, Entry.SIGNATURE) ? at : -1;
  }

  private void entry(Entry entry, long shift) {
    one();
    names.add(entry);
    Optional<LocalHeader> local = localHeader(entry, shift);
    long header = local.map(LocalHeader::at).orElse(entry.offset());
    long data = local.map(LocalHeader::data).orElse(-1L);
    members.add(
        new Member(
            entry.name(),
            true,
            entry.method(),
            entry.crc(),
            entry.packed(),
            entry.size(),
            header,
            data));
    if (local.isEmpty()) {
      oddities.add(
          Kind.DISAGREEMENT,
          entry.at(),
          "the directory lists %s at offset %d, where there is no member"
              .formatted(Oddities.quoted(entry.name()), entry.offset()));
      return;
    }
    place(entry, local.get());
    Comparison.of(entry, local.get(), oddities);
    opened.open(entry, local.get());
  }

  /// Offsets count from the start of the archive; some loaders take that as the start of the file.
  private Optional<LocalHeader> localHeader(Entry entry, long shift) {
    Optional<LocalHeader> shifted = LocalHeader.read(bytes, entry.offset() + shift);
    return shifted.isPresent() ? shifted : LocalHeader.read(bytes, entry.offset());
  }

  private void place(Entry entry, LocalHeader local) {
    long end = local.data() + entry.packed();
    if (!Fields.fits(bytes, local.data(), entry.packed())) {
      oddities.add(
          Kind.DISAGREEMENT,
          entry.at(),
          "%s runs past the end of the file".formatted(Oddities.quoted(entry.name())));
      end = bytes.byteSize();
    }
    if (entry.described() || local.described()) {
      int descriptor =
          LocalHeader.descriptorLength(bytes, end, entry.crc(), entry.packed(), entry.size());
      if (descriptor == 0 && entry.size() != 0) {
        oddities.add(
            Kind.DISAGREEMENT,
            end,
            "the record after %s does not repeat what the directory says of it"
                .formatted(Oddities.quoted(entry.name())));
      }
      end += descriptor;
    }
    layout.add(local.at(), end, Oddities.quoted(entry.name()));
  }

  private void gap(Layout.Stretch gap) {
    budget.bytes(gap.to() - gap.from());
    if (gap.what().equals(Layout.BETWEEN) && zero(gap.from(), gap.to())) {
      return;
    }
    unexplained += gap.to() - gap.from();
    oddities.add(
        Kind.UNEXPLAINED,
        gap.from(),
        "%d bytes %s belong to nothing".formatted(gap.to() - gap.from(), gap.what()));
    searchHidden(gap.from(), gap.to());
  }

  private boolean zero(long from, long to) {
    for (long i = from; i < to; i++) {
      if (source.at(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /// Finds members that only their own header names: a reader that streams through the file would
  /// unpack them.
  private void searchHidden(long from, long to) {
    int found = 0;
    long at = from;
    while (at + LocalHeader.FIXED <= to) {
      budget.tick();
      Optional<LocalHeader> local =
          source.at(at) == 'P' ? LocalHeader.read(bytes, at) : Optional.empty();
      if (local.isEmpty() || local.get().data() > to) {
        at++;
        continue;
      }
      found++;
      at = found > MAX_HIDDEN ? to : hidden(local.get(), to);
    }
  }

  /// @return the offset after the member
  private long hidden(LocalHeader local, long to) {
    one();
    String name = local.name();
    members.add(
        new Member(
            name,
            false,
            local.method(),
            local.crc(),
            local.packed(),
            local.size(),
            local.at(),
            local.data()));
    oddities.add(
        Kind.HIDDEN,
        local.at(),
        "%s has a header of its own and is not in the directory".formatted(Oddities.quoted(name)));
    return opened.openHidden(local, to);
  }

  private void one() {
    budget.entry();
    if (members.size() >= MAX_MEMBERS) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT, "more than " + MAX_MEMBERS + " members in one archive");
    }
  }
}
