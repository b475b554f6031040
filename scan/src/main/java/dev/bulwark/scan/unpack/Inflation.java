package dev.bulwark.scan.unpack;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import java.lang.foreign.MemorySegment;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Inflates: RFC 1951, and RFC 1950 with its checksum.
///
/// Bytes of a mapped file are copied to a heap buffer before native code sees them: when the file
/// shrinks meanwhile, a copy fails with an error that can be caught, native code ends the process.
public final class Inflation {
  private static final int CHUNK = 1 << 16;

  private final Budget budget;
  private final byte[] in = new byte[CHUNK];
  private final byte[] out = new byte[CHUNK];

  public Inflation(Budget budget) {
    this.budget = budget;
  }

  /// @param raw without a header and a checksum around it
  /// @param most stops one buffer after so many bytes
  public Decoded run(MemorySegment packed, boolean raw, long most, Output output) {
    try (Inflater inflater = new Inflater(raw)) {
      return run(packed, most, output, inflater);
    }
  }

  private Decoded run(MemorySegment packed, long most, Output output, Inflater inflater) {
    long fed = 0;
    try {
      while (!inflater.finished() && output.size() <= most) {
        if (inflater.needsInput() && fed < packed.byteSize()) {
          int count = (int) Math.min(CHUNK, packed.byteSize() - fed);
          budget.bytes(count);
          output.took(count);
          MemorySegment.copy(packed, JAVA_BYTE, fed, in, 0, count);
          inflater.setInput(in, 0, count);
          fed += count;
        }
        int count = inflater.inflate(out);
        output.write(out, 0, count);
        if (inflater.needsDictionary()) {
          return Decoded.broken(fed, "it asks for a preset dictionary");
        }
        // the last bits may stand for more bytes than one buffer takes: what ends early gives none
        if (count == 0 && inflater.needsInput() && fed == packed.byteSize()) {
          return inflater.finished() ? Decoded.whole(fed) : Decoded.cut(fed);
        }
      }
      return Decoded.whole(fed - inflater.getRemaining());
    } catch (DataFormatException e) {
      return Decoded.broken(
          fed - inflater.getRemaining(), "it is not a deflate stream, or its checksum is wrong");
    }
  }
}
