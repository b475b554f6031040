package dev.bulwark.scan.executorch;

import static dev.bulwark.kernel.check.Severity.HIGH;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.executorch.ExecutorchView.Named;
import dev.bulwark.scan.flatbuffer.BrokenFlatbuffer;
import dev.bulwark.scan.flatbuffer.Flatbuffer;
import dev.bulwark.scan.flatbuffer.Table;
import dev.bulwark.scan.graph.Oddity;
import dev.bulwark.scan.graph.Tally;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads ExecuTorch programs (`program.fbs`, file identifier ET12) and the header that says where
/// their segments start.
///
/// Only names and segments are read; the instructions are not followed.
public final class ExecutorchReader implements FormatReader<ExecutorchView> {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// `eh00`, the magic of the extended header.
  private static final int HEADER = 0x30306865;

  private static final int HEADER_SIZE = 24;
  private static final int MAX_TOLD = 100;

  @Override
  public String format() {
    return "executorch";
  }

  @Override
  public Reading<ExecutorchView> read(Source source, Budget budget) {
    if (!Flatbuffer.bears(source.bytes(), "ET12")) {
      return new Reading.NotMine<>();
    }
    Walk walk = new Walk(source, budget);
    try {
      walk.program();
      return new Reading.View<>(walk.view(), List.of());
    } catch (BrokenFlatbuffer e) {
      return new Reading.Malformed<>(Optional.of(walk.view()), List.of(), e.offset(), e.problem());
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.of(walk.view()), List.of(), e.reason(), e.problem());
    }
  }

  private static final class Walk {
    private final Source source;
    private final Budget budget;
    private final Tally<String> operators = Tally.ofTexts();
    private final Tally<String> delegates = Tally.ofTexts();
    private final List<Oddity> outside = new ArrayList<>();
    private long base;

    Walk(Source source, Budget budget) {
      this.source = source;
      this.budget = budget;
    }

    void program() {
      if (source.size() >= 8 + HEADER_SIZE && source.bytes().get(INT, 8) == HEADER) {
        base = source.bytes().get(LONG, 24);
      }
      Table program = new Flatbuffer(source.bytes(), budget).root();
      program.tables(1, this::plan);
      program.tables(4, this::segment);
    }

    private void plan(Table plan) {
      plan.tables(6, this::operator);
      plan.tables(7, delegate -> delegates.add(delegate.text(0), delegate.offset()));
    }

    private void operator(Table operator) {
      String overload = operator.text(1);
      String name = operator.text(0);
      operators.add(overload.isEmpty() ? name : name + "." + overload, operator.offset());
    }

    private void segment(Table segment) {
      long offset = segment.slong(0);
      long size = segment.slong(1);
      boolean inside =
          base >= 0
              && offset >= 0
              && size >= 0
              && base <= source.size()
              && offset <= source.size() - base
              && size <= source.size() - base - offset;
      if (!inside && outside.size() < MAX_TOLD) {
        outside.add(
            new Oddity(
                segment.offset(),
                HIGH,
                "a segment is said to be %s bytes at %s + %s of a file of %d"
                    .formatted(
                        Long.toUnsignedString(size),
                        Long.toUnsignedString(base),
                        Long.toUnsignedString(offset),
                        source.size())));
      }
    }

    ExecutorchView view() {
      return new ExecutorchView(source.place(), named(operators), named(delegates), outside);
    }

    private static List<Named> named(Tally<String> names) {
      List<Named> all = new ArrayList<>();
      names.counts().forEach((name, seen) -> all.add(new Named(name, seen.offset())));
      return all;
    }
  }
}
