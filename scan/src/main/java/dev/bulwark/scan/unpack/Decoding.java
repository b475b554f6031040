package dev.bulwark.scan.unpack;

import dev.bulwark.kernel.check.Budget;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import org.apache.commons.compress.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;

/// Runs a library's decoder over untrusted bytes to its end, and turns every way it can fail into
/// an answer.
public final class Decoding {
  /// What a decoder may allocate for its dictionary, in KiB: the largest that `xz -9` asks for, and
  /// what goes with it.
  public static final int MEMORY_KIB = 66 << 10;

  private static final int CHUNK = 1 << 14;

  /// Makes the decoder; may read from the input and fail as the decoder does.
  @FunctionalInterface
  public interface Opening {
    InputStream open(InputStream packed) throws IOException;
  }

  private final Budget budget;
  private final byte[] chunk = new byte[CHUNK];

  public Decoding(Budget budget) {
    this.budget = budget;
  }

  /// @param most stops one buffer after so many bytes
  public Decoded run(MemorySegment packed, Opening opening, long most, Output output) {
    long start = output.size();
    Decoded decoded = attempt(packed, opening, most, output, 0, chunk.length);
    boolean stopped =
        decoded.ending() == Decoded.Ending.CUT || decoded.ending() == Decoded.Ending.BROKEN;
    return stopped ? attempt(packed, opening, most, output, output.size() - start, 1) : decoded;
  }

  /// A library that fails gives nothing of the last piece it was asked for. So a stream that breaks
  /// is unpacked again, and from where it broke on byte by byte: what a loader would get before the
  /// break is got here, too.
  ///
  /// @param known how much of the stream is in the output already
  /// @param piece how many bytes to ask for at once
  private Decoded attempt(
      MemorySegment packed, Opening opening, long most, Output output, long known, int piece) {
    SegmentInput input = new SegmentInput(packed, budget);
    try (InputStream stream = opening.open(input)) {
      long passed = 0;
      long taken = 0;
      int count = 0;
      while (count >= 0 && output.size() <= most) {
        output.took(input.position() - taken);
        taken = input.position();
        if (passed >= known && count > 0) {
          output.write(chunk, 0, count);
        }
        budget.tick();
        passed += count;
        count =
            stream.read(
                chunk, 0, passed < known ? (int) Math.min(chunk.length, known - passed) : piece);
      }
      return Decoded.whole(input.position());
    } catch (MemoryLimitException | org.tukaani.xz.MemoryLimitException e) {
      return new Decoded(
          input.position(),
          Decoded.Ending.UNREADABLE,
          "it needs more than %d MiB of memory to be unpacked".formatted(MEMORY_KIB >> 10));
    } catch (UnsupportedOptionsException e) {
      return new Decoded(
          input.position(),
          Decoded.Ending.UNREADABLE,
          "it uses a feature of its format that is not read");
    } catch (EOFException e) {
      return Decoded.cut(input.position());
    } catch (Budget.OverLimit e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      return Decoded.broken(
          input.position(),
          "its packed bytes break their format (%s)".formatted(e.getClass().getSimpleName()));
    }
  }
}
