package dev.bulwark.scan.table;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.util.List;
import java.util.Optional;

/// Reads SentencePiece vocabularies (`tokenizer.model`): a protobuf `ModelProto`, whose pieces each
/// hold a text, a score and a type, and whose other fields are the settings of trainer and
/// normaliser.
///
/// Two whole pieces at the start claim the format; chance does not make them.
public final class SentencePieceReader implements FormatReader<VocabularyView> {
  private static final int PIECES_THAT_CLAIM = 2;
  private static final int MAX_PIECE = 10_000;

  @Override
  public String format() {
    return "sentencepiece";
  }

  @Override
  public Reading<VocabularyView> read(Source source, Budget budget) {
    if (source.size() < 8 || source.at(0) != 0x0a) {
      return new Reading.NotMine<>();
    }
    Walk walk = new Walk(source);
    try {
      budget.bytes(source.size());
      while (walk.at < source.size()) {
        budget.entry();
        if (!walk.field()) {
          return walk.pieces >= PIECES_THAT_CLAIM
              ? new Reading.Malformed<>(
                  Optional.empty(), List.of(), walk.at, "expected a field of a vocabulary")
              : new Reading.NotMine<>();
        }
      }
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
    return walk.pieces < PIECES_THAT_CLAIM
        ? new Reading.NotMine<>()
        : new Reading.View<>(
            new VocabularyView(source.place(), walk.pieces, walk.unknowns), List.of());
  }

  private static final class Walk {
    private final Source source;
    private long at;
    private static final int UNKNOWN = 2;
    private long pieces;
    private long unknowns;

    Walk(Source source) {
      this.source = source;
    }

    /// One field of the model; false when it is none.
    boolean field() {
      long start = at;
      int number = source.at(at) >> 3;
      boolean message = (source.at(at) & 7) == 2;
      at++;
      long length = message && number >= 1 && number <= 5 ? varint(source.size()) : -1;
      if (length < 0 || length > source.size() - at) {
        at = start;
        return false;
      }
      long end = at + length;
      if (number == 1 && (length > MAX_PIECE || !piece(end))) {
        at = start;
        return false;
      }
      pieces += number == 1 ? 1 : 0;
      at = end;
      return true;
    }

    /// A text, perhaps a score, perhaps a type, in this order.
    private boolean piece(long end) {
      if (at >= end || source.at(at) != 0x0a) {
        return false;
      }
      at++;
      long length = varint(end);
      if (length < 0 || length > end - at) {
        return false;
      }
      at += length;
      if (at < end && source.at(at) == 0x15) {
        at += 5;
      }
      if (at + 2 == end && source.at(at) == 0x18) {
        unknowns += source.at(at + 1) == UNKNOWN ? 1 : 0;
        at += 2;
      }
      return at == end;
    }

    /// -1 when there is none before `end`.
    private long varint(long end) {
      long value = 0;
      for (int shift = 0; shift < 35 && at < end; shift += 7) {
        int b = source.at(at++);
        value |= (long) (b & 0x7f) << shift;
        if (b < 0x80) {
          return value;
        }
      }
      return -1;
    }
  }
}
