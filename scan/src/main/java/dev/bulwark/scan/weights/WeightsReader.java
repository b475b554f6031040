package dev.bulwark.scan.weights;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Reads raw numbers by the descriptions beside them.
///
/// Bytes are claimed when a neighbour describes some of them, and by nothing in them. What no
/// description accounts for is handed on, unless all of it is zero: writers align tensors.
public final class WeightsReader implements FormatReader<WeightsView> {
  /// What lies beside the file that is examined.
  public static final ScopedValue<Neighbourhood.Look> BESIDE = ScopedValue.newInstance();

  private static final int CHUNK = 1 << 16;
  private static final int MOST_TOLD = 1_000;

  @Override
  public String format() {
    return "weights";
  }

  @Override
  public Reading<WeightsView> read(Source source, Budget budget) {
    if (!BESIDE.isBound() || source.size() == 0 || source.place().path().size() > 1) {
      return new Reading.NotMine<>();
    }
    Neighbourhood beside = BESIDE.get().look();
    if (beside.descriptions().isEmpty() || !beside.file().equals(source.place())) {
      return new Reading.NotMine<>();
    }
    try {
      budget.entry();
      WeightsView view = new Accounting(source, budget).of(beside);
      return new Reading.View<>(
          view,
          view.gaps().stream()
              .map(gap -> source.inside("@" + gap.from(), gap.from(), gap.size()))
              .toList());
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  /// Holds the ranges of every description against the bytes.
  private static final class Accounting {
    private final Source source;
    private final Budget budget;
    private final List<Range> good = new ArrayList<>();
    private final List<Range> outside = new ArrayList<>();
    private final List<Range> overlaps = new ArrayList<>();
    private final List<Range> unfit = new ArrayList<>();
    private final List<Range> gaps = new ArrayList<>();

    Accounting(Source source, Budget budget) {
      this.source = source;
      this.budget = budget;
    }

    WeightsView of(Neighbourhood beside) {
      beside.descriptions().values().forEach(this::describe);
      uncovered();
      return new WeightsView(
          source.place(),
          source.size(),
          List.copyOf(beside.descriptions().keySet()),
          outside,
          overlaps,
          unfit,
          gaps,
          beside.names());
    }

    /// Two descriptions may share tensors; the ranges of one may be the same, and may not cross.
    private void describe(List<Range> ranges) {
      List<Range> fitting = new ArrayList<>();
      for (Range written : ranges) {
        budget.tick();
        Range range = written.in(source.size());
        if (range.fits(source.size())) {
          fitting.add(range);
        } else {
          tell(outside, range);
        }
      }
      fitting.sort(null);
      long end = 0;
      Range last = Range.of(0, 0);
      for (Range range : fitting) {
        boolean same = range.from() == last.from() && range.size() == last.size();
        if (range.size() > 0 && range.from() < end && !same) {
          tell(overlaps, range);
        }
        if (!same) {
          sum(range);
        }
        end = Math.max(end, range.end());
        last = range;
      }
      good.addAll(fitting);
    }

    private static void tell(List<Range> to, Range range) {
      if (to.size() < MOST_TOLD) {
        to.add(range);
      }
    }

    /// TensorFlow stores the CRC-32C of a tensor's bytes, masked as in its tables.
    private void sum(Range range) {
      if (range.checksum() == Range.UNSUMMED) {
        return;
      }
      CRC32C crc = new CRC32C();
      byte[] chunk = new byte[(int) Math.min(CHUNK, range.size())];
      for (long at = range.from(); at < range.end(); at += CHUNK) {
        int count = (int) Math.min(CHUNK, range.end() - at);
        budget.bytes(count);
        MemorySegment.copy(source.bytes(), JAVA_BYTE, at, chunk, 0, count);
        crc.update(chunk, 0, count);
      }
      int value = (int) crc.getValue();
      int masked = (value >>> 15 | value << 17) + 0xa282ead8;
      if (masked != (int) range.checksum()) {
        tell(unfit, range);
      }
    }

    private void uncovered() {
      good.sort(null);
      long accounted = 0;
      for (Range range : good) {
        gap(accounted, range.from());
        accounted = Math.max(accounted, range.end());
      }
      gap(accounted, source.size());
    }

    private void gap(long from, long to) {
      long at = from;
      while (at < to && source.at(at) == 0) {
        budget.tick();
        at++;
      }
      if (at < to) {
        tell(gaps, Range.of(from, to - from));
      }
    }
  }
}
