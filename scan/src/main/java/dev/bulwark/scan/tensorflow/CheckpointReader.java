package dev.bulwark.scan.tensorflow;

import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.protobuf.BrokenWire;
import dev.bulwark.scan.protobuf.Fields;
import dev.bulwark.scan.protobuf.Notes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Reads the index of a checkpoint: a sorted table, in the form LevelDB has, of tensor names and
/// where in the data files each lies.
///
/// The table is read by its blocks, as a loader does: the footer names the block that names the
/// others. Loading an index runs nothing; the names and numbers are checked for their form.
public final class CheckpointReader implements FormatReader<TensorflowView> {
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int FOOTER = 48;
  private static final int TRAILER = 5;
  private static final int MAX_BLOCK = 1 << 26;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public String format() {
    return "tensorflow-checkpoint";
  }

  @Override
  public Reading<TensorflowView> read(Source source, Budget budget) {
    long size = source.size();
    if (size < FOOTER || source.bytes().get(LONG, size - 8) != MAGIC) {
      return new Reading.NotMine<>();
    }
    Notes notes = new Notes(budget);
    BundleTensors tensors = new BundleTensors(source.place());
    try {
      budget.entry();
      new Table(source.bytes(), notes, tensors, budget).read();
      return new Reading.View<>(view(source, notes, tensors), List.of());
    } catch (Broken e) {
      return new Reading.Malformed<>(
          Optional.of(view(source, notes, tensors)), List.of(), e.at, e.problem);
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(
          Optional.of(view(source, notes, tensors)), List.of(), e.reason(), e.problem());
    }
  }

  private static TensorflowView view(Source source, Notes notes, BundleTensors tensors) {
    return new TensorflowView(
        source.place(),
        TensorflowView.Kind.CHECKPOINT,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        notes.oddities(),
        tensors.described(),
        notes.unknownBytes());
  }

  private static final class Broken extends RuntimeException {
    final long at;
    final String problem;

    Broken(long at, String problem) {
      super(problem, null, false, false);
      this.at = at;
      this.problem = problem;
    }
  }

  /// Reads varints and counts of one block.
  private static final class Cursor {
    private final MemorySegment bytes;
    private final long end;
    private long at;

    Cursor(MemorySegment bytes, long from, long end) {
      this.bytes = bytes;
      this.at = from;
      this.end = end;
    }

    long varint() {
      long value = 0;
      for (int shift = 0; shift < 63 && at < end; shift += 7) {
        long b = bytes.get(JAVA_BYTE, at++);
        value |= (b & 0x7f) << shift;
        if (b >= 0) {
          return value;
        }
      }
      throw new Broken(at, "a number does not end");
    }

    MemorySegment take(long size) {
      if (size < 0 || size > end - at) {
        throw new Broken(at, "expected %d bytes, %d are left".formatted(size, end - at));
      }
      MemorySegment slice = bytes.asSlice(at, size);
      at += size;
      return slice;
    }
  }

  private static final class Table {
    private final MemorySegment bytes;
    private final Notes notes;
    private final BundleTensors tensors;
    private final Budget budget;
    private long covered;

    Table(MemorySegment bytes, Notes notes, BundleTensors tensors, Budget budget) {
      this.bytes = bytes;
      this.notes = notes;
      this.tensors = tensors;
      this.budget = budget;
    }

    void read() {
      long footer = bytes.byteSize() - FOOTER;
      Cursor handles = new Cursor(bytes, footer, bytes.byteSize() - 8);
      Block meta = block(handles);
      Block index = block(handles);
      covered += FOOTER;
      entries(meta, (_, _) -> {});
      entries(
          index,
          (_, handle) -> entries(block(new Cursor(handle, 0, handle.byteSize())), this::tensor));
      if (covered != bytes.byteSize()) {
        notes.odd(
            0,
            MEDIUM,
            "%d bytes of the table belong to no block".formatted(bytes.byteSize() - covered));
      }
    }

    private record Block(long from, long end) {}

    private Block block(Cursor handle) {
      long from = handle.varint();
      long size = handle.varint();
      if (size < 4 || from > bytes.byteSize() - FOOTER - TRAILER - size || from < 0) {
        throw new Broken(
            bytes.byteSize() - FOOTER, "a block is said to be at %d + %d".formatted(from, size));
      }
      if (size > MAX_BLOCK) {
        throw new Budget.OverLimit(Outcome.Reason.OVER_LIMIT, "a block of " + size + " bytes");
      }
      budget.bytes(size);
      covered += size + TRAILER;
      if (bytes.get(JAVA_BYTE, from + size) != 0) {
        throw new Budget.OverLimit(
            Outcome.Reason.UNSUPPORTED, "a compressed block, which TensorFlow does not write");
      }
      checksum(from, size);
      return new Block(from, from + size);
    }

    private void checksum(long from, long size) {
      CRC32C crc = new CRC32C();
      crc.update(bytes.asSlice(from, size + 1).toArray(JAVA_BYTE));
      int value = (int) crc.getValue();
      int masked = (value >>> 15 | value << 17) + 0xa282ead8;
      if (masked != bytes.get(INT, from + size + 1)) {
        notes.odd(from, MEDIUM, "the checksum of a block does not fit");
      }
    }

    private void entries(Block block, Each each) {
      long restarts = Integer.toUnsignedLong(bytes.get(INT, block.end() - 4));
      long end = block.end() - 4 - 4 * restarts;
      if (end < block.from()) {
        throw new Broken(block.end() - 4, "a block has %d restarts".formatted(restarts));
      }
      Cursor cursor = new Cursor(bytes, block.from(), end);
      long key = 0;
      while (cursor.at < end) {
        budget.entry();
        long at = cursor.at;
        long shared = cursor.varint();
        long own = cursor.varint();
        long value = cursor.varint();
        if (shared > key) {
          throw new Broken(at, "a name shares %d bytes with one of %d".formatted(shared, key));
        }
        cursor.take(own);
        key = shared + own;
        each.entry(key, cursor.take(value));
      }
    }

    /// The entry with the empty name is the header of the whole.
    private void tensor(long name, MemorySegment entry) {
      String message = name == 0 ? "BundleHeaderProto" : "BundleEntryProto";
      Notes inside = new Notes(budget);
      try {
        Fields fields = Fields.of(entry, TensorflowParse.SCHEMA.message(message), inside);
        if (name == 0) {
          tensors.header(fields);
        } else {
          tensors.entry(fields);
        }
      } catch (BrokenWire e) {
        throw new Broken(0, "an entry is not protobuf: " + e.problem());
      }
      inside.oddities().forEach(odd -> notes.odd(0, odd.severity(), odd.what()));
    }

    /// What is done with each entry of a block.
    private interface Each {
      /// @param name how long the entry's name is
      void entry(long name, MemorySegment value);
    }
  }
}
