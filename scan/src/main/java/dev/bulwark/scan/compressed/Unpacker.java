package dev.bulwark.scan.compressed;

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

/// What codecs unpack with, for one file: all of its streams go to one place, one behind the other.
final class Unpacker {
  private final Budget budget;
  private final Ratio ratio;
  private final Spool spool;
  private final Inflation inflation;
  private final Decoding decoding;
  private CRC32 crc = new CRC32();

  Unpacker(long packed, Budget budget) {
    this.budget = budget;
    this.ratio = new Ratio(packed);
    this.spool = new Spool(budget);
    this.inflation = new Inflation(budget);
    this.decoding = new Decoding(budget);
  }

  Decoded inflate(MemorySegment packed, boolean raw) {
    return inflation.run(packed, raw, Long.MAX_VALUE, output());
  }

  Decoded decode(MemorySegment packed, Decoding.Opening opening) {
    return decoding.run(packed, opening, Long.MAX_VALUE, output());
  }

  private Output output() {
    crc = new CRC32();
    return new Output(budget, ratio, Optional.of(spool), crc);
  }

  /// The CRC-32 of the last stream's content.
  long crc() {
    return crc.getValue();
  }

  /// How many bytes all streams gave so far.
  long size() {
    return spool.position();
  }

  /// What all streams gave; asked for once.
  MemorySegment content() {
    return spool.seal();
  }
}
