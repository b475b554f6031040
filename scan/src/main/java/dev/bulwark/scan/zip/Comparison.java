package dev.bulwark.scan.zip;

import dev.bulwark.scan.zip.ZipView.Kind;

/// Holds a directory entry against the member's own header.
final class Comparison {
  /// Encryption, data descriptor, patched data, strong encryption, masked headers. The compression
  /// hints in bits 1 and 2 mean nothing to a reader.
  private static final int FLAGS = 0x1 | 0x8 | 0x20 | 0x40 | 0x2000;

  private static final int UTF8 = 0x800;

  private Comparison() {}

  static void of(Entry entry, LocalHeader local, Oddities oddities) {
    String name = Oddities.quoted(entry.name());
    if (!entry.rawName().equals(local.rawName())) {
      oddities.add(
          Kind.DISAGREEMENT,
          local.at(),
          "the directory says %s, the member's own header says %s"
              .formatted(name, Oddities.quoted(local.name())));
    }
    entry
        .otherName()
        .filter(other -> !other.equals(entry.rawName()))
        .ifPresent(
            other ->
                oddities.add(
                    Kind.DISAGREEMENT,
                    entry.at(),
                    "%s is called %s in its Unicode name"
                        .formatted(name, Oddities.quoted(Fields.name(other)))));
    compare(entry, local, name, oddities);
  }

  private static void compare(Entry entry, LocalHeader local, String name, Oddities oddities) {
    int flags = ascii(entry) ? FLAGS : FLAGS | UTF8;
    differ("flags", entry.flags() & flags, local.flags() & flags, local, name, oddities);
    differ("method", entry.method(), local.method(), local, name, oddities);
    if (!later(local, local.crc())) {
      differ("CRC", entry.crc(), local.crc(), local, name, oddities);
    }
    if (!later(local, local.packed())) {
      differ("packed size", entry.packed(), local.packed(), local, name, oddities);
    }
    if (!later(local, local.size())) {
      differ("size", entry.size(), local.size(), local, name, oddities);
    }
  }

  /// The value stands in the data descriptor instead.
  private static boolean later(LocalHeader local, long value) {
    return local.described() && value == 0;
  }

  private static boolean ascii(Entry entry) {
    return entry.name().chars().allMatch(c -> c < 0x80);
  }

  private static void differ(
      String field, long listed, long own, LocalHeader local, String name, Oddities oddities) {
    if (listed != own) {
      oddities.add(
          Kind.DISAGREEMENT,
          local.at(),
          "%s of %s: %d in the directory, %d in its own header"
              .formatted(field, name, listed, own));
    }
  }
}
