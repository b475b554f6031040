package dev.bulwark.scan.zstd;

import static dev.bulwark.scan.zstd.ZstdFormatException.require;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The sequences section of a block (RFC 8878 §3.1.1.3.2): copy literals, copy what came before.
final class Sequences {
  /// One kind of number in a sequence, and how it is coded when the block does not say.
  ///
  /// @param usual the counts of the predefined code (RFC 8878 §3.1.1.3.2.2)
  private record Kind(int mostLog, int mostSymbol, int usualLog, List<Integer> usual) {
    FseTable usualTable() throws ZstdFormatException {
      short[] counts = new short[usual.size()];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = usual.get(i).shortValue();
      }
      return FseTable.of(counts, usualLog);
    }
  }

  private static final Kind LITERALS =
      new Kind(
          9,
          35,
          6,
          List.of(
              4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1,
              1, 1, 1, -1, -1, -1, -1));
  private static final Kind OFFSETS =
      new Kind(
          8,
          31,
          5,
          List.of(
              1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1,
              -1, -1));
  private static final Kind MATCHES =
      new Kind(
          9,
          52,
          6,
          List.of(
              1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
              1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1));

  private static final int[] LITERAL_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11,
    12, 13, 14, 15, 16
  };
  private static final int[] MATCH_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
  };
  private static final int[] LITERAL_BASES = bases(0, LITERAL_BITS);
  private static final int[] MATCH_BASES = bases(3, MATCH_BITS);

  private @Nullable FseTable literals;
  private @Nullable FseTable offsets;
  private @Nullable FseTable matches;
  private final int[] recent = {1, 4, 8};

  /// Each code starts where the one before it ends.
  private static int[] bases(int first, int[] bits) {
    int[] bases = new int[bits.length];
    bases[0] = first;
    for (int i = 1; i < bits.length; i++) {
      bases[i] = bases[i - 1] + (1 << bits[i - 1]);
    }
    return bases;
  }

  /// Reads the section and writes what the block unpacks to.
  void run(Block block, Literals content, History history) throws ZstdFormatException {
    int count = count(block);
    int used = 0;
    if (count > 0) {
      tables(block);
      int size = block.left();
      BackwardBits bits = new BackwardBits(block.bytes, block.take(size), size);
      used = execute(count, bits, content, history);
    }
    require(block.left() == 0, "a block has bytes behind its sequences");
    history.append(content.bytes, used, content.size() - used);
  }

  private static int count(Block block) throws ZstdFormatException {
    int first = block.u8();
    if (first < 128) {
      return first;
    }
    return first < 255 ? ((first - 128) << 8) + block.u8() : (int) block.number(2) + 0x7f00;
  }

  private void tables(Block block) throws ZstdFormatException {
    int modes = block.u8();
    require((modes & 3) == 0, "reserved bits are set");
    literals = table(block, modes >> 6, LITERALS, literals);
    offsets = table(block, (modes >> 4) & 3, OFFSETS, offsets);
    matches = table(block, (modes >> 2) & 3, MATCHES, matches);
  }

  private static FseTable table(Block block, int mode, Kind kind, @Nullable FseTable before)
      throws ZstdFormatException {
    return switch (mode) {
      case 0 -> kind.usualTable();
      case 1 -> {
        int symbol = block.u8();
        require(symbol <= kind.mostSymbol, "a table has too many symbols");
        yield FseTable.constant(symbol);
      }
      case 2 -> FseTable.read(block, kind.mostLog, kind.mostSymbol);
      default -> {
        require(before != null, "a table is repeated that never was");
        yield Objects.requireNonNull(before);
      }
    };
  }

  private int execute(int count, BackwardBits bits, Literals content, History history)
      throws ZstdFormatException {
    FseTable literalTable = Objects.requireNonNull(literals);
    FseTable offsetTable = Objects.requireNonNull(offsets);
    FseTable matchTable = Objects.requireNonNull(matches);
    int literal = (int) bits.read(literalTable.log);
    int offset = (int) bits.read(offsetTable.log);
    int match = (int) bits.read(matchTable.log);
    int used = 0;
    for (int i = 0; i < count; i++) {
      int offsetBits = offsetTable.symbol(offset);
      int matchCode = matchTable.symbol(match);
      int literalCode = literalTable.symbol(literal);
      long value = (1L << offsetBits) + bits.read(offsetBits);
      int matchLength = MATCH_BASES[matchCode] + (int) bits.read(MATCH_BITS[matchCode]);
      int literalLength = LITERAL_BASES[literalCode] + (int) bits.read(LITERAL_BITS[literalCode]);
      require(bits.left() >= 0, "the sequences of a block end too early");
      require(literalLength <= content.size() - used, "a sequence copies literals that are not");
      history.append(content.bytes, used, literalLength);
      used += literalLength;
      history.repeat(distance(value, literalLength == 0), matchLength);
      if (i + 1 < count) {
        literal = literalTable.next(literal, bits);
        match = matchTable.next(match, bits);
        offset = offsetTable.next(offset, bits);
      }
    }
    require(bits.left() == 0, "a block has bits behind its sequences");
    return used;
  }

  /// Values up to three name a distance used lately (RFC 8878 §3.1.1.5).
  private int distance(long value, boolean noLiterals) throws ZstdFormatException {
    if (value > 3) {
      require(value - 3 <= Integer.MAX_VALUE, "a distance is too long");
      recent[2] = recent[1];
      recent[1] = recent[0];
      recent[0] = (int) (value - 3);
      return recent[0];
    }
    int which = (int) value - (noLiterals ? 0 : 1);
    if (which == 0) {
      return recent[0];
    }
    int distance = which == 3 ? recent[0] - 1 : recent[which];
    require(distance > 0, "a distance is zero");
    if (which != 1) {
      recent[2] = recent[1];
    }
    recent[1] = recent[0];
    recent[0] = distance;
    return distance;
  }
}
