package dev.bulwark.scan.zip;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Unpacks members, within bounds that a bomb cannot move: what is kept on the heap is bounded per
/// archive, what is produced is bounded by the archive's own size.
///
/// Bytes of a mapped file are copied to a heap buffer before native code sees them: when the file
/// shrinks meanwhile, a copy fails with an error that can be caught, native code ends the process.
final class Contents {
  private static final int CHUNK = 1 << 16;

  /// Deflate can reach 1032; what real models reach is far below.
  private static final long MAX_RATIO = 200;

  private static final long FREE_OF_RATIO = 64L << 20;

  /// @param bytes empty when they were not to be kept, or were too many to keep
  /// @param consumed packed bytes that were used
  /// @param problem what broke; empty when nothing did
  record Unpacked(
      Optional<MemorySegment> bytes, long crc, long size, long consumed, String problem) {}

  private final long archiveSize;
  private final Budget budget;
  private final byte[] in = new byte[CHUNK];
  private final byte[] out = new byte[CHUNK];
  private long keepable;
  private long produced;
  private boolean tooLargeToKeep;

  /// @param keepable how many unpacked bytes may stay on the heap
  Contents(long archiveSize, long keepable, Budget budget) {
    this.archiveSize = archiveSize;
    this.keepable = keepable;
    this.budget = budget;
  }

  /// Whether some member was not handed on because it was too large to keep.
  boolean tooLargeToKeep() {
    return tooLargeToKeep;
  }

  /// A stored member: a slice, nothing is copied.
  Unpacked stored(MemorySegment packed) {
    CRC32 crc = new CRC32();
    for (long at = 0; at < packed.byteSize(); at += CHUNK) {
      int size = (int) Math.min(CHUNK, packed.byteSize() - at);
      budget.bytes(size);
      MemorySegment.copy(packed, JAVA_BYTE, at, in, 0, size);
      crc.update(in, 0, size);
    }
    return new Unpacked(
        Optional.of(packed), crc.getValue(), packed.byteSize(), packed.byteSize(), "");
  }

  /// A deflated member.
  ///
  /// @param claimed the size it should unpack to; unpacking stops one buffer after it
  Unpacked inflated(MemorySegment packed, long claimed, boolean keep) {
    try (Inflater inflater = new Inflater(true)) {
      return new Inflation(packed, claimed, keep, inflater).run();
    }
  }

  private final class Inflation {
    private final MemorySegment packed;
    private final long claimed;
    private final Inflater inflater;
    private final CRC32 crc = new CRC32();
    private boolean keep;
    private byte[] kept = new byte[0];
    private long size;
    private long fed;

    Inflation(MemorySegment packed, long claimed, boolean keep, Inflater inflater) {
      this.packed = packed;
      this.claimed = claimed;
      this.keep = keep;
      this.inflater = inflater;
    }

    Unpacked run() {
      try {
        while (!inflater.finished() && size <= claimed) {
          if (inflater.needsInput() && !feed()) {
            return unpacked("its packed bytes end too early");
          }
          take(inflater.inflate(out));
          if (inflater.needsDictionary()) {
            return unpacked("it asks for a preset dictionary");
          }
        }
        return unpacked("");
      } catch (DataFormatException e) {
        return unpacked("it is not a deflate stream");
      }
    }

    private boolean feed() {
      int count = (int) Math.min(CHUNK, packed.byteSize() - fed);
      if (count <= 0) {
        return false;
      }
      budget.bytes(count);
      MemorySegment.copy(packed, JAVA_BYTE, fed, in, 0, count);
      inflater.setInput(in, 0, count);
      fed += count;
      return true;
    }

    private void take(int count) {
      budget.bytes(count);
      crc.update(out, 0, count);
      produced += count;
      if (produced > FREE_OF_RATIO && produced / MAX_RATIO > archiveSize) {
        throw new Budget.OverLimit(
            Outcome.Reason.OVER_LIMIT,
            "members unpack to more than " + MAX_RATIO + " times the archive's size");
      }
      keep(count);
      size += count;
    }

    private void keep(int count) {
      if (!keep) {
        return;
      }
      if (size + count > keepable) {
        keep = false;
        kept = new byte[0];
        tooLargeToKeep = true;
        return;
      }
      if (size + count > kept.length) {
        long grown = Math.max(Math.min(claimed, 2L * kept.length), size + count);
        kept = Arrays.copyOf(kept, (int) Math.min(grown, keepable));
      }
      System.arraycopy(out, 0, kept, (int) size, count);
    }

    private Unpacked unpacked(String problem) {
      Optional<MemorySegment> bytes = Optional.empty();
      if (keep) {
        keepable -= size;
        bytes = Optional.of(MemorySegment.ofArray(Arrays.copyOf(kept, (int) size)));
      }
      return new Unpacked(bytes, crc.getValue(), size, fed - inflater.getRemaining(), problem);
    }
  }
}
