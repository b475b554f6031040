package dev.bulwark.scan.ocdbt;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.scan.zstd.ZstdInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;

/// What a manifest and every node is wrapped in.
///
/// ```
/// u32 magic (big-endian), u64 length of all, varint version 0, varint compression 0 or 1 (Zstandard),
/// body, u32 CRC-32C of all before                                        little-endian
/// ```
final class Block {
  static final int MANIFEST = 0x0cdb3a2a;
  static final int TREE = 0x0cdb20de;
  static final int VERSIONS = 0x0cdb1234;

  private static final int LEAST = 18;

  /// A node is 8 MiB unless its store was told otherwise.
  private static final int MOST = 64 << 20;

  private static final ValueLayout.OfInt BIG =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Block() {}

  /// The body, unpacked.
  ///
  /// @throws BrokenStore when the bytes are no such block, to the last of them
  /// @throws Budget.OverLimit when it is too large
  static Cursor open(MemorySegment bytes, int magic, Budget budget) {
    long size = bytes.byteSize();
    if (size < LEAST || bytes.get(BIG, 0) != magic) {
      throw new BrokenStore("expected a block that begins with 0x%08x".formatted(magic));
    }
    if (bytes.get(LONG, 4) != size) {
      throw new BrokenStore(
          "expected a block of %d bytes, it says %s"
              .formatted(size, Long.toUnsignedString(bytes.get(LONG, 4))));
    }
    if (size > MOST) {
      throw large();
    }
    budget.bytes(size);
    byte[] all = bytes.toArray(JAVA_BYTE);
    CRC32C crc = new CRC32C();
    crc.update(all, 0, all.length - 4);
    if ((int) crc.getValue() != bytes.get(INT, size - 4)) {
      throw new BrokenStore("the checksum of a block does not fit");
    }
    Cursor cursor = new Cursor(MemorySegment.ofArray(all).asSlice(12, size - 16));
    cursor.varint("a version", 0);
    boolean packed = cursor.varint("a compression", 1) == 1;
    return packed ? new Cursor(unpacked(cursor.take(cursor.left()), budget)) : cursor;
  }

  private static Budget.OverLimit large() {
    return new Budget.OverLimit(Outcome.Reason.OVER_LIMIT, "a block of more than 64 MiB");
  }

  /// One frame, and nothing behind it.
  private static MemorySegment unpacked(MemorySegment packed, Budget budget) {
    ByteArrayInputStream in = new ByteArrayInputStream(packed.toArray(JAVA_BYTE));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[1 << 13];
    try (ZstdInput frame = new ZstdInput(in)) {
      for (int count = frame.read(chunk, 0, chunk.length);
          count >= 0;
          count = frame.read(chunk, 0, chunk.length)) {
        budget.bytes(count);
        out.write(chunk, 0, count);
        if (out.size() > MOST) {
          throw large();
        }
      }
    } catch (MemoryLimitException | UnsupportedOptionsException e) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT, "a block that cannot be unpacked: " + e.getMessage());
    } catch (IOException e) {
      throw new BrokenStore("a block is not Zstandard: " + e.getMessage());
    }
    if (in.available() > 0) {
      throw new BrokenStore("%d bytes lie behind a block's frame".formatted(in.available()));
    }
    return MemorySegment.ofArray(out.toByteArray());
  }
}
