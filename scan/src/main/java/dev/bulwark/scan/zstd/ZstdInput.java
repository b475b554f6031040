package dev.bulwark.scan.zstd;

import static dev.bulwark.scan.zstd.ZstdFormatException.require;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;

/// One Zstandard frame, unpacked as it is read; reads nothing behind the frame.
///
/// Memory is what the frame really holds, up to a window of 32 MiB. Fails with an `IOException` on
/// every broken frame, a wrong checksum or size included, and with {@link
/// UnsupportedOptionsException} when it wants a dictionary.
public final class ZstdInput extends InputStream {
  private static final int MAGIC = 0xFD2FB528;
  private static final int MOST_WINDOW = 32 << 20;
  private static final int RAW = 0;
  private static final int RLE = 1;
  private static final int COMPRESSED = 2;

  private final InputStream packed;
  private final Block block = new Block();
  private final Literals literals = new Literals();
  private final Sequences sequences = new Sequences();
  private final Xxh64 sum = new Xxh64();
  private final History history;
  private final boolean summed;
  private final long contentSize;
  private final int mostInBlock;
  private long produced;
  private int handed;
  private boolean last;

  /// Reads the frame's header.
  public ZstdInput(InputStream packed) throws IOException {
    this.packed = packed;
    require((int) number(4) == MAGIC, "a frame does not start here");
    int descriptor = u8();
    boolean single = (descriptor & 0x20) != 0;
    require((descriptor & 8) == 0, "a reserved bit is set");
    this.summed = (descriptor & 4) != 0;
    long window = single ? -1 : window(u8());
    int dictionary = (descriptor & 3) == 3 ? 4 : descriptor & 3;
    if (number(dictionary) != 0) {
      throw new UnsupportedOptionsException("a dictionary is asked for");
    }
    this.contentSize = contentSize(descriptor >> 6, single);
    long reach = single ? contentSize : window;
    if (reach > MOST_WINDOW || reach < 0) {
      throw new MemoryLimitException((int) Math.min(Integer.MAX_VALUE, reach >>> 10), MOST_WINDOW);
    }
    this.history = new History((int) reach);
    this.mostInBlock = (int) Math.min(Block.MAX, reach);
  }

  private static long window(int descriptor) {
    long base = 1L << (10 + (descriptor >> 3));
    return base + base / 8 * (descriptor & 7);
  }

  /// -1 when the header does not tell.
  private long contentSize(int flag, boolean single) throws IOException {
    return switch (flag) {
      case 0 -> single ? u8() : -1;
      case 1 -> number(2) + 256;
      case 2 -> number(4);
      default -> number(8);
    };
  }

  private int u8() throws IOException {
    int value = packed.read();
    if (value < 0) {
      throw new EOFException();
    }
    return value;
  }

  private long number(int width) throws IOException {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value |= (long) u8() << (8 * i);
    }
    return value;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, into.length);
    while (handed == history.blockSize()) {
      if (last) {
        return -1;
      }
      next();
    }
    int size = Math.min(count, history.blockSize() - handed);
    System.arraycopy(history.bytes(), history.blockStart() + handed, into, from, size);
    handed += size;
    return size;
  }

  private void next() throws IOException {
    history.startBlock();
    handed = 0;
    int header = (int) number(3);
    int size = header >> 3;
    switch ((header >> 1) & 3) {
      case RAW -> {
        fill(size);
        history.append(block.bytes, 0, size);
      }
      case RLE -> {
        require(size <= mostInBlock, "a block is too large");
        history.fill(u8(), size);
      }
      case COMPRESSED -> {
        fill(size);
        block.reset(size);
        literals.read(block);
        sequences.run(block, literals, history);
        require(history.blockSize() <= mostInBlock, "a block unpacks to too much");
      }
      default -> throw new ZstdFormatException("a block has a reserved type");
    }
    produced += history.blockSize();
    sum.update(history.bytes(), history.blockStart(), history.blockSize());
    if ((header & 1) != 0) {
      end();
    }
  }

  private void fill(int size) throws IOException {
    require(size <= mostInBlock, "a block is too large");
    if (packed.readNBytes(block.bytes, 0, size) < size) {
      throw new EOFException();
    }
  }

  private void end() throws IOException {
    require(contentSize < 0 || contentSize == produced, "a frame has another size than it says");
    if (summed) {
      require(number(4) == (sum.value() & 0xffff_ffffL), "a frame does not match its checksum");
    }
    last = true;
  }
}
