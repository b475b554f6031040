package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// The source as CPython's unpickler reads it, through a window of at most 64 KiB.
///
/// There are two readings, and a pickle can mean something else in each. A string in memory is read
/// straight on, and a FRAME only states a length. A stream is read frame by frame: when an operand
/// does not fit into what is left of the frame, what is left is thrown away and the operand is
/// taken from behind the frame. Where the two part, {@link #disagreement} is told.
final class Tape {
  private static final int TOO_LONG_A_LINE = 1 << 24;
  private static final long NO_FRAME = -1;

  private final MemorySegment bytes;
  private final long size;
  private final Budget budget;
  private final boolean framed;
  private final Window shared;
  private final byte[] window;
  private long base;
  private int position;
  private int limit;
  private int filled;
  private long frameEnd = NO_FRAME;
  private long disagreement = -1;
  private long jumpTarget = -1;
  private byte[] line = new byte[128];
  private int lineLength;

  Tape(Source source, long start, boolean framed, Window shared, Budget budget) {
    this.bytes = source.bytes();
    this.size = source.size();
    this.budget = budget;
    this.framed = framed;
    this.shared = shared;
    this.window = shared.bytes;
    this.base = start;
    if (shared.holds(start)) {
      this.base = shared.base;
      this.filled = shared.filled;
      this.position = (int) (start - base);
      this.limit = filled;
    }
  }

  /// The copy of a part of the source that this tape reads from.
  Window window() {
    return shared;
  }

  /// Where the next byte is.
  long offset() {
    return base + position;
  }

  long size() {
    return size;
  }

  /// Where the two readings first parted, or -1.
  long disagreement() {
    return disagreement;
  }

  /// Where the current frame ends, when something of it is left; otherwise the offset.
  long endOfFrame() {
    return Math.max(frameEnd, offset());
  }

  /// Whether an operand was read from behind a frame since the opcode at `at`.
  boolean jumpedSince(long at) {
    return jumpTarget > at;
  }

  int u1() {
    if (position == limit) {
      need(1);
    }
    return window[position++] & 0xff;
  }

  int u2() {
    need(2);
    int value = (window[position] & 0xff) | (window[position + 1] & 0xff) << 8;
    position += 2;
    return value;
  }

  int i4() {
    need(4);
    int value =
        (window[position] & 0xff)
            | (window[position + 1] & 0xff) << 8
            | (window[position + 2] & 0xff) << 16
            | window[position + 3] << 24;
    position += 4;
    return value;
  }

  /// Eight bytes, little-endian; negative means 2^63 or more.
  long i8() {
    need(8);
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = value << 8 | (window[position + i] & 0xff);
    }
    position += 8;
    return value;
  }

  /// Passes over `count` bytes that are read as one piece.
  ///
  /// @return where they start
  long piece(long count) {
    cross(count);
    return pass(count);
  }

  /// Passes over `count` bytes that are copied together from the frame and what follows it: no byte
  /// is thrown away, but Python's own unpickler refuses it.
  long joined(long count) {
    long at = offset();
    if (frameEnd > at && at + count > frameEnd) {
      disagree(at);
    }
    if (at + count > frameEnd) {
      frameEnd = NO_FRAME;
    }
    return pass(count);
  }

  private long pass(long count) {
    long at = offset();
    if (count < 0 || count > size - at) {
      throw truncated(count);
    }
    if (position + count <= filled) {
      position += (int) count;
      bound();
    } else {
      budget.bytes(Math.max(0, at + count - base - filled));
      moveTo(at + count);
    }
    return at;
  }

  /// Whether the next `count` bytes are well-formed UTF-8, surrogates allowed; passes over them.
  boolean utf8(long count) {
    cross(count);
    if (count > size - offset()) {
      throw truncated(count);
    }
    if (position + count <= filled && isAscii(position, (int) count)) {
      position += (int) count;
      bound();
      return true;
    }
    return new Utf8Scan(true).scan(this, count);
  }

  /// Whether the next `count` bytes are ASCII; passes over them.
  boolean ascii(long count) {
    cross(count);
    if (count > size - offset()) {
      throw truncated(count);
    }
    boolean ascii = true;
    long left = count;
    while (left > 0) {
      int run = run(left);
      ascii &= isAscii(position, run);
      position += run;
      left -= run;
    }
    bound();
    return ascii;
  }

  /// Makes some of the next `most` bytes, at least one, available in {@link #window}, whatever the
  /// frame says.
  int run(long most) {
    if (position == filled) {
      fill();
    }
    return (int) Math.min(most, filled - position);
  }

  int windowAt(int ahead) {
    return window[position + ahead] & 0xff;
  }

  void advance(int count) {
    position += count;
    bound();
  }

  private boolean isAscii(int from, int count) {
    int all = 0;
    for (int i = from; i < from + count; i++) {
      all |= window[i];
    }
    return all >= 0;
  }

  /// Reads up to the next line feed, which is passed over; the bytes are then in {@link #line()}.
  void readLine() {
    long at = offset();
    lineLength = 0;
    if (!lineUpTo(frameEnd > at ? frameEnd : size)) {
      if (frameEnd > at && frameEnd < size) {
        disagree(at);
        if (framed) {
          lineLength = 0;
          jumpTarget = frameEnd;
        }
        frameEnd = NO_FRAME;
        if (lineUpTo(size)) {
          return;
        }
      }
      throw new Broken(at, "expected a line that ends, found the end of the data");
    }
  }

  private boolean lineUpTo(long end) {
    while (offset() < end) {
      int run = run(end - offset());
      int stop = position + run;
      int i = position;
      while (i < stop && window[i] != '\n') {
        i++;
      }
      append(i - position);
      position = i;
      if (i < stop) {
        position++;
        if (offset() >= frameEnd) {
          frameEnd = NO_FRAME;
        }
        bound();
        return true;
      }
    }
    return false;
  }

  private void append(int count) {
    if (lineLength + count > TOO_LONG_A_LINE) {
      throw new Budget.OverLimit(
          dev.bulwark.kernel.check.Outcome.Reason.OVER_LIMIT,
          "a line of text longer than " + TOO_LONG_A_LINE + " bytes");
    }
    if (lineLength + count > line.length) {
      line = Arrays.copyOf(line, Math.max(lineLength + count, line.length * 2));
    }
    System.arraycopy(window, position, line, lineLength, count);
    lineLength += count;
  }

  /// The buffer of the last line; only the first {@link #lineLength} bytes count.
  byte[] line() {
    return line;
  }

  int lineLength() {
    return lineLength;
  }

  /// Takes the operand of FRAME: `length` bytes must be there, and from now on a frame counts.
  void frame(long length) {
    long at = offset();
    if (frameEnd > at) {
      disagree(at);
      if (frameEnd >= at + length) {
        return;
      }
    }
    cross(length);
    at = offset();
    if (length > size - at) {
      throw truncated(length);
    }
    frameEnd = length == 0 ? frameEnd : at + length;
    bound();
  }

  /// Goes to `offset`, outside of any frame: what a loader that reads raw bytes itself leaves.
  void seek(long offset) {
    frameEnd = NO_FRAME;
    moveTo(offset);
  }

  private void need(int count) {
    if (position + count > limit) {
      cross(count);
      if (count > size - offset()) {
        throw truncated(count);
      }
      if (position + count > filled) {
        fill();
      }
      bound();
    }
  }

  /// Handles a piece that does not fit into the current frame.
  private void cross(long count) {
    long at = offset();
    if (at + count <= frameEnd || frameEnd == NO_FRAME) {
      return;
    }
    if (frameEnd > at) {
      disagree(at);
      if (framed) {
        jumpTarget = frameEnd;
        moveTo(frameEnd);
      }
    }
    frameEnd = NO_FRAME;
    bound();
  }

  private void disagree(long at) {
    if (disagreement < 0) {
      disagreement = at;
    }
  }

  private Broken truncated(long count) {
    return new Broken(
        offset(),
        count < 0
            ? "expected a length below 2^63"
            : "expected " + count + " more bytes, found " + (size - offset()));
  }

  private void moveTo(long offset) {
    if (offset >= base && offset <= base + filled) {
      position = (int) (offset - base);
    } else {
      base = offset;
      position = 0;
      filled = 0;
    }
    bound();
  }

  private void fill() {
    long at = offset();
    int count = (int) Math.min(window.length, size - at);
    budget.bytes(Math.max(0, at + count - base - filled));
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, window, 0, count);
    base = at;
    position = 0;
    filled = count;
    shared.base = base;
    shared.filled = filled;
    bound();
  }

  /// The fast path may read up to the end of the window or of the frame.
  private void bound() {
    limit = frameEnd == NO_FRAME ? filled : Math.clamp(frameEnd - base, 0, filled);
  }
}
