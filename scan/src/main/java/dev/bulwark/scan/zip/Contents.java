package dev.bulwark.scan.zip;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.scan.unpack.Decoded;
import dev.bulwark.scan.unpack.Decoding;
import dev.bulwark.scan.unpack.Inflation;
import dev.bulwark.scan.unpack.Output;
import dev.bulwark.scan.unpack.Ratio;
import dev.bulwark.scan.unpack.Spool;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.zip.CRC32;

/// Unpacks members, within bounds that a bomb cannot move: what is produced is bounded by the
/// archive's own size, and what is kept leaves the heap when it is much.
final class Contents {
  private static final int CHUNK = 1 << 16;

  private final Budget budget;
  private final Ratio ratio;
  private final Spool spool;
  private final Inflation inflation;
  private final Decoding decoding;
  private final byte[] chunk = new byte[CHUNK];

  /// What a member was found to be.
  ///
  /// @param content where its bytes are; empty when they were not to be kept
  /// @param consumed packed bytes that were used
  /// @param problem what broke; empty when nothing did
  /// @param unreadable whether the problem is ours: a feature or size that is not read
  record Unpacked(
      Optional<Content> content,
      long crc,
      long size,
      long consumed,
      String problem,
      boolean unreadable) {}

  /// Where a member's bytes are.
  sealed interface Content {
    /// In the archive.
    record Stored(MemorySegment bytes) implements Content {}

    /// Among the unpacked bytes of all members.
    record Kept(long from, long size) implements Content {}
  }

  Contents(long archiveSize, Budget budget, Spool spool) {
    this.budget = budget;
    this.ratio = new Ratio(archiveSize);
    this.spool = spool;
    this.inflation = new Inflation(budget);
    this.decoding = new Decoding(budget);
  }

  /// A stored member: a slice, nothing is copied.
  Unpacked stored(MemorySegment packed) {
    CRC32 crc = new CRC32();
    for (long at = 0; at < packed.byteSize(); at += CHUNK) {
      int size = (int) Math.min(CHUNK, packed.byteSize() - at);
      budget.bytes(size);
      MemorySegment.copy(packed, JAVA_BYTE, at, chunk, 0, size);
      crc.update(chunk, 0, size);
    }
    long size = packed.byteSize();
    return new Unpacked(
        Optional.of(new Content.Stored(packed)), crc.getValue(), size, size, "", false);
  }

  /// A packed member.
  ///
  /// @param claimed the size it should unpack to; unpacking stops one buffer after it
  /// @param marked whether the packed bytes tell themselves where they end
  Unpacked unpacked(
      Method method, MemorySegment packed, long claimed, boolean marked, boolean keep) {
    CRC32 crc = new CRC32();
    long from = spool.position();
    Output output = new Output(budget, ratio, keep ? Optional.of(spool) : Optional.empty(), crc);
    Decoded decoded =
        method == Method.DEFLATED
            ? inflation.run(packed, true, claimed, output)
            : decoding.run(packed, in -> method.open(in, marked ? -1 : claimed), claimed, output);
    return new Unpacked(
        keep ? Optional.of(new Content.Kept(from, output.size())) : Optional.empty(),
        crc.getValue(),
        output.size(),
        decoded.consumed(),
        decoded.problem(),
        decoded.ending() == Decoded.Ending.UNREADABLE);
  }
}
