package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Entries one after another, each behind its length as a big-endian uint16 (C2SP tlog-tiles, "Log
/// entries").
final class EntryBundle {
  static final int LENGTH_BYTES = 2;

  private EntryBundle() {}

  static Bytes render(List<Bytes> entries) {
    int size = entries.stream().mapToInt(entry -> LENGTH_BYTES + entry.size()).sum();
    ByteBuffer out = ByteBuffer.allocate(size);
    for (Bytes entry : entries) {
      out.putShort((short) entry.size());
      out.put(entry.buffer());
    }
    return Bytes.of(out.flip());
  }

  /// Parses the first `count` entries; empty when there are not that many whole ones.
  static Optional<List<Bytes>> parsePrefix(Bytes bundle, int count) {
    List<Bytes> entries = new ArrayList<>(count);
    int at = 0;
    while (entries.size() < count) {
      if (bundle.size() - at < LENGTH_BYTES) {
        return Optional.empty();
      }
      int length = (bundle.at(at) & 0xff) << 8 | (bundle.at(at + 1) & 0xff);
      at += LENGTH_BYTES;
      if (bundle.size() - at < length) {
        return Optional.empty();
      }
      entries.add(bundle.slice(at, at + length));
      at += length;
    }
    return Optional.of(List.copyOf(entries));
  }

  /// Parses exactly `count` entries; empty when there are fewer or something follows them.
  static Optional<List<Bytes>> parse(Bytes bundle, int count) {
    return parsePrefix(bundle, count)
        .filter(
            entries ->
                entries.stream().mapToInt(entry -> LENGTH_BYTES + entry.size()).sum()
                    == bundle.size());
  }
}
