package dev.bulwark.scan.unpack;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes unpacked bytes in order and hands them out as one piece: the first {@link #HEAP} bytes
/// stay on the heap, more of them go to a nameless file and come back mapped.
///
/// A container writes its members one behind the other, seals once, and slices. How many bytes may
/// be written is the budget's to say, and is asked for every write. The file is removed from its
/// folder as soon as it is open, so a process that dies leaves nothing behind (POSIX; elsewhere
/// when it is closed). Not thread-safe: one examination, one thread.
public final class Spool implements AutoCloseable {
  /// What one container may keep on the heap.
  public static final int HEAP = 1 << 20;

  /// Who keeps mapped bytes, and for how long: the examination that is under way. Unbound, the
  /// garbage collector decides.
  public static final ScopedValue<Arena> EXAMINATION = ScopedValue.newInstance();

  private final Budget budget;
  private byte[] heap = new byte[0];
  private int used;
  private @Nullable FileChannel file;
  private long written;

  public Spool(Budget budget) {
    this.budget = budget;
  }

  /// How many bytes were written: where the next one will be.
  public long position() {
    return written;
  }

  /// Appends bytes, and spends them from the budget.
  ///
  /// @throws Budget.OverLimit when the budget is gone or no file can take them
  public void write(byte[] bytes, int from, int count) {
    budget.bytes(count);
    try {
      if (file == null && written + count <= HEAP) {
        keep(bytes, from, count);
      } else {
        spill(bytes, from, count);
      }
    } catch (IOException e) {
      throw noRoom(e);
    }
    written += count;
  }

  private void keep(byte[] bytes, int from, int count) {
    if (used + count > heap.length) {
      heap = Arrays.copyOf(heap, Math.clamp(2L * heap.length, used + count, HEAP));
    }
    System.arraycopy(bytes, from, heap, used, count);
    used += count;
  }

  private void spill(byte[] bytes, int from, int count) throws IOException {
    if (file == null) {
      file = nameless();
      write(file, ByteBuffer.wrap(heap, 0, used));
      heap = new byte[0];
    }
    write(file, ByteBuffer.wrap(bytes, from, count));
  }

  private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  private static FileChannel nameless() throws IOException {
    Path path = Files.createTempFile("bulwark-", ".unpacked");
    return FileChannel.open(
        path,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  /// Everything that was written, read-only. Nothing can be written afterwards.
  ///
  /// @throws Budget.OverLimit when the file cannot be mapped
  public MemorySegment seal() {
    if (file == null) {
      return MemorySegment.ofArray(Arrays.copyOf(heap, used)).asReadOnly();
    }
    Arena arena = EXAMINATION.isBound() ? EXAMINATION.get() : Arena.ofAuto();
    try (FileChannel whole = file) {
      return whole.map(FileChannel.MapMode.READ_ONLY, 0, written, arena);
    } catch (IOException e) {
      throw noRoom(e);
    }
  }

  private static Budget.OverLimit noRoom(IOException e) {
    return new Budget.OverLimit(
        Outcome.Reason.UNREADABLE,
        "unpacked bytes cannot be kept in a temporary file: " + e.getClass().getSimpleName());
  }

  /// Gives up what was written and not sealed.
  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw noRoom(e);
      }
    }
  }
}
