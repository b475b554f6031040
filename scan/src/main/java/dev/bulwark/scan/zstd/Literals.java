package dev.bulwark.scan.zstd;

import static dev.bulwark.scan.zstd.ZstdFormatException.require;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The literals section of a block (RFC 8878 §3.1.1.3.1).
final class Literals {
  private static final int RAW = 0;
  private static final int RLE = 1;
  private static final int TREELESS = 3;

  final byte[] bytes = new byte[Block.MAX];
  private @Nullable HuffmanTable table;
  private int size;

  int size() {
    return size;
  }

  void read(Block block) throws ZstdFormatException {
    int first = block.u8();
    int type = first & 3;
    int form = (first >> 2) & 3;
    if (type == RAW || type == RLE) {
      uncoded(block, type, form, first);
    } else {
      coded(block, type, form, first);
    }
  }

  private void uncoded(Block block, int type, int form, int first) throws ZstdFormatException {
    size =
        switch (form) {
          case 1 -> (int) ((first >> 4) | (block.number(1) << 4));
          case 3 -> (int) ((first >> 4) | (block.number(2) << 4));
          default -> first >> 3;
        };
    require(size <= Block.MAX, "a block has too many literals");
    if (type == RLE) {
      Arrays.fill(bytes, 0, size, (byte) block.u8());
    } else {
      System.arraycopy(block.bytes, block.take(size), bytes, 0, size);
    }
  }

  private void coded(Block block, int type, int form, int first) throws ZstdFormatException {
    int width = form == 3 ? 18 : form == 2 ? 14 : 10;
    long header = (first >> 4) | (block.number(form == 3 ? 4 : form == 2 ? 3 : 2) << 4);
    size = (int) (header & ((1L << width) - 1));
    int packed = (int) ((header >> width) & ((1L << width) - 1));
    require(size <= Block.MAX && packed <= block.left(), "a block has too many literals");
    int end = block.position() + packed;
    if (type != TREELESS) {
      table = HuffmanTable.read(block);
    }
    HuffmanTable code = table;
    require(code != null && block.position() <= end, "literals come without a code");
    streams(block, java.util.Objects.requireNonNull(code), end, form == 0);
  }

  private void streams(Block block, HuffmanTable code, int end, boolean one)
      throws ZstdFormatException {
    if (one) {
      int length = end - block.position();
      code.decode(block.bytes, block.take(length), length, bytes, 0, size);
      return;
    }
    int[] lengths = {(int) block.number(2), (int) block.number(2), (int) block.number(2), 0};
    lengths[3] = end - block.position() - lengths[0] - lengths[1] - lengths[2];
    int each = (size + 3) / 4;
    require(lengths[3] > 0 && size >= 3 * each, "the streams of literals do not add up");
    for (int i = 0; i < 4; i++) {
      int count = i < 3 ? each : size - 3 * each;
      code.decode(block.bytes, block.take(lengths[i]), lengths[i], bytes, i * each, count);
    }
  }
}
