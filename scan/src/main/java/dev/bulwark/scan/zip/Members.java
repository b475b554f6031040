package dev.bulwark.scan.zip;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.unpack.Spool;
import dev.bulwark.scan.zip.Contents.Content;
import dev.bulwark.scan.zip.Contents.Unpacked;
import dev.bulwark.scan.zip.ZipView.Kind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Opens members and holds their content against what was claimed of it.
final class Members {
  private final Source archive;
  private final Predicate<String> data;
  private final Oddities oddities;
  private final Contents contents;
  private final Spool spool;
  private final List<Handed> handed = new ArrayList<>();
  private final Set<Opened> opened = new HashSet<>();

  private record Opened(long data, int method, long packed) {}

  private record Handed(String name, Content content) {}

  Members(Source archive, Budget budget, Predicate<String> data, Oddities oddities) {
    this.archive = archive;
    this.data = data;
    this.oddities = oddities;
    this.spool = new Spool(budget);
    this.contents = new Contents(archive.size(), budget, spool);
  }

  /// The members that are handed on; asked for once, when all are opened.
  List<Source> inside() {
    MemorySegment unpacked = spool.seal();
    return handed.stream().map(one -> source(one, unpacked)).toList();
  }

  private Source source(Handed one, MemorySegment unpacked) {
    MemorySegment bytes =
        switch (one.content()) {
          case Content.Stored(MemorySegment stored) -> stored;
          case Content.Kept(long from, long size) -> unpacked.asSlice(from, size);
        };
    return new Source(archive.place().inside(one.name()), bytes);
  }

  void open(Entry entry, LocalHeader local) {
    if (!opened.add(new Opened(local.data(), entry.method(), entry.packed()))) {
      return; // the same bytes under another name: an overlap, said already
    }
    String name = entry.name();
    Optional<Method> method = Method.of(entry.method());
    if (method.isEmpty()) {
      unreadable(local, name, "is packed by method " + entry.method() + ", which is not read");
    } else {
      boolean keep = !data.test(name);
      Unpacked unpacked = unpack(local, method.get(), entry.packed(), entry.size(), keep);
      if (entry.encrypted() || local.encrypted()) {
        judgeEncrypted(entry, local, unpacked);
      } else {
        judge(entry, local, unpacked);
        hand(name, unpacked, keep);
      }
    }
    if (readsDifferently(entry, local)) {
      openByOwnHeader(local);
    }
  }

  /// The flag costs nothing to set, and some loaders ignore it: only content that does not match
  /// its checksum as it stands is really encrypted.
  private void judgeEncrypted(Entry entry, LocalHeader local, Unpacked unpacked) {
    if (matches(entry, unpacked)) {
      oddities.add(
          Kind.DISAGREEMENT,
          local.at(),
          Oddities.quoted(entry.name()) + " is marked as encrypted and is not");
      hand(entry.name(), unpacked);
    } else {
      unreadable(local, entry.name(), "is encrypted");
    }
  }

  private static boolean matches(Entry entry, Unpacked unpacked) {
    return unpacked.problem().isEmpty()
        && unpacked.crc() == entry.crc()
        && unpacked.size() == entry.size();
  }

  private void judge(Entry entry, LocalHeader local, Unpacked unpacked) {
    String name = Oddities.quoted(entry.name());
    if (unpacked.unreadable()) {
      unreadable(local, entry.name(), "cannot be read: " + unpacked.problem());
    } else if (!unpacked.problem().isEmpty()) {
      content(local, name + ": " + unpacked.problem());
    } else if (unpacked.size() != entry.size()) {
      content(
          local,
          "%s unpacks to %s%d bytes, the directory says %d"
              .formatted(
                  name,
                  unpacked.size() > entry.size() ? "at least " : "",
                  unpacked.size(),
                  entry.size()));
    } else if (unpacked.crc() != entry.crc()) {
      content(local, name + " does not match its CRC-32");
    } else if (unpacked.consumed() != entry.packed()) {
      content(
          local,
          "%s ends %d bytes before its packed bytes do"
              .formatted(name, entry.packed() - unpacked.consumed()));
    }
  }

  private static boolean readsDifferently(Entry entry, LocalHeader local) {
    return local.method() != entry.method()
        || (!local.described() && local.packed() != entry.packed());
  }

  /// What a reader that trusts the member's own header would see.
  private void openByOwnHeader(LocalHeader local) {
    Method.of(local.method())
        .ifPresent(
            method ->
                hand(local.name(), unpack(local, method, local.packed(), local.size(), true)));
  }

  /// Opens a member that is not in the directory and may not know its own size.
  ///
  /// @param to where it ends at the latest
  /// @return the offset after it
  long openHidden(LocalHeader local, long to) {
    Optional<Method> method = Method.of(local.method());
    if (method.isEmpty()) {
      return local.data();
    }
    boolean unknown = local.described() && local.packed() == 0;
    long packed = unknown ? to - local.data() : Math.min(local.packed(), to - local.data());
    long size = unknown ? -1 : local.size();
    Unpacked unpacked = unpack(local, method.get(), packed, size, true);
    hand(local.name(), unpacked);
    return Math.max(local.data(), local.data() + unpacked.consumed());
  }

  private Unpacked unpack(LocalHeader local, Method method, long packed, long size, boolean keep) {
    long available = archive.size() - local.data();
    long clipped = packed < 0 ? available : Math.min(packed, available);
    MemorySegment bytes = archive.bytes().asSlice(local.data(), clipped);
    long most = size < 0 ? Long.MAX_VALUE : size;
    return method == Method.STORED
        ? contents.stored(bytes)
        : contents.unpacked(method, bytes, most, local.endMarked() || size < 0, keep);
  }

  /// An empty member carries nothing to read.
  private void hand(String name, Unpacked unpacked) {
    hand(name, unpacked, true);
  }

  private void hand(String name, Unpacked unpacked, boolean wanted) {
    if (!wanted || unpacked.size() == 0) {
      return;
    }
    unpacked.content().ifPresent(content -> handed.add(new Handed(name, content)));
  }

  private void content(LocalHeader local, String what) {
    oddities.add(Kind.CONTENT, local.at(), what);
  }

  private void unreadable(LocalHeader local, String name, String what) {
    oddities.add(Kind.UNREADABLE, local.at(), Oddities.quoted(name) + " " + what);
  }
}
