package dev.bulwark.scan.mxnet;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.graph.ArraysView;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/// Reads MXNet's lists of arrays (`NDArray::Save` of `src/ndarray/ndarray.cc`): little-endian.
///
/// ```
/// u64 0x112, u64 0, u64 count, arrays, u64 count, names: u64 length and bytes each
/// array, version 2 and 3: u32 0xF993FAC9 or …CA, i32 storage (0 dense, 1 rows, 2 CSR), [shape of what is stored,]
///   shape, i32 device, i32 its number, i32 type, [for each index: i32 type, shape,] numbers, [indexes]
/// array, version 1: u32 0xF993FAC8, shape, device …; before: u32 dimensions, u32 each, device …
/// shape: i32 dimensions, i64 each
/// ```
public final class ParamsReader implements FormatReader<ArraysView> {
  private static final long MAGIC = 0x112;
  private static final long VERSION_1 = 0xF993FAC8L;
  private static final long VERSION_2 = 0xF993FAC9L;
  private static final long VERSION_3 = 0xF993FACAL;
  private static final int HEADER = 24;
  private static final int MAX_DIMENSIONS = 64;

  /// Bytes of one number by its type: f32, f64, f16, u8, i32, i8, i64, bool, i16, u16, u32, u64,
  /// bf16.
  private static final int[] WIDTHS = {4, 8, 2, 1, 4, 1, 8, 1, 2, 2, 4, 8, 2};

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public String format() {
    return "mxnet params";
  }

  @Override
  public Reading<ArraysView> read(Source source, Budget budget) {
    if (source.size() < HEADER
        || source.bytes().get(LONG, 0) != MAGIC
        || source.bytes().get(LONG, 8) != 0) {
      return new Reading.NotMine<>();
    }
    Run run = new Run(source, budget);
    try {
      long arrays = run.all();
      List<Source> behind =
          run.at < source.size()
              ? List.of(source.inside("trailing", run.at, source.size() - run.at))
              : List.of();
      return new Reading.View<>(
          new ArraysView(source.place(), arrays, run.at, source.size()), behind);
    } catch (Broken e) {
      return new Reading.Malformed<>(Optional.empty(), List.of(), run.at, e.problem);
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  private static final class Broken extends RuntimeException {
    private final String problem;

    Broken(String problem) {
      super(problem, null, false, false);
      this.problem = problem;
    }
  }

  /// One walk through one list.
  private static final class Run {
    private final Source source;
    private final Budget budget;
    private long at = 16;

    Run(Source source, Budget budget) {
      this.source = source;
      this.budget = budget;
    }

    long all() {
      budget.entry();
      long arrays = count("arrays");
      for (long i = 0; i < arrays; i++) {
        budget.entry();
        array();
      }
      long names = count("names");
      if (names != 0 && names != arrays) {
        throw new Broken(
            "expected a name for each array, found %d for %d".formatted(names, arrays));
      }
      for (long i = 0; i < names; i++) {
        budget.entry();
        skip(u64());
      }
      return arrays;
    }

    /// Each array and each name takes eight bytes at least.
    private long count(String what) {
      long count = u64();
      if (count < 0 || count > source.size() / 4) {
        throw new Broken("expected as many %s as fit the file, found %d".formatted(what, count));
      }
      return count;
    }

    private void array() {
      long version = u32();
      if (version == VERSION_2 || version == VERSION_3) {
        stored(version == VERSION_3);
      } else if (version == VERSION_1) {
        dense(shape(u32(), 8));
      } else {
        dense(shape(version, 4));
      }
    }

    private void stored(boolean numpy) {
      long storage = u32();
      if (storage > 2 || (numpy && storage != 0)) {
        throw new Broken("expected an array that is dense or sparse, found storage " + storage);
      }
      int indexes = (int) storage;
      Shape kept = indexes == 0 ? Shape.NONE : shape(u32(), 8);
      long dimensions = u32();
      if (numpy ? dimensions == 0xffff_ffffL : dimensions == 0) {
        return;
      }
      Shape shape = shape(dimensions, 8);
      if (indexes == 0) {
        device();
        numbers(shape, width());
      } else {
        sparse(kept, indexes);
      }
    }

    private void sparse(Shape kept, int indexes) {
      device();
      int width = width();
      int[] widths = new int[indexes];
      Shape[] shapes = new Shape[indexes];
      for (int i = 0; i < indexes; i++) {
        widths[i] = width();
        shapes[i] = shape(u32(), 8);
      }
      numbers(kept, width);
      for (int i = 0; i < indexes; i++) {
        numbers(shapes[i], widths[i]);
      }
    }

    private void dense(Shape shape) {
      if (shape.dimensions() > 0) {
        device();
        numbers(shape, width());
      }
    }

    private record Shape(long dimensions, long items) {
      static final Shape NONE = new Shape(0, 1);
    }

    private Shape shape(long dimensions, int width) {
      if (dimensions > MAX_DIMENSIONS) {
        throw new Broken("expected at most 64 dimensions, found " + dimensions);
      }
      long items = 1;
      for (long i = 0; i < dimensions; i++) {
        long size = width == 8 ? u64() : u32();
        if (size < 0 || (size > 0 && items > source.size() / size)) {
          throw new Broken("expected an array that fits the file, found a dimension of " + size);
        }
        items *= size;
      }
      return new Shape(dimensions, items);
    }

    private void device() {
      skip(8);
    }

    private int width() {
      long type = u32();
      if (type >= WIDTHS.length) {
        throw new Broken("expected a type of numbers, found " + type);
      }
      return WIDTHS[(int) type];
    }

    private void numbers(Shape shape, int width) {
      skip(shape.items() * width);
    }

    private void skip(long count) {
      if (count < 0 || count > source.size() - at) {
        throw new Broken("expected %d bytes, found the end of the file".formatted(count));
      }
      at += count;
    }

    private long u32() {
      skip(4);
      return source.bytes().get(INT, at - 4) & 0xffff_ffffL;
    }

    private long u64() {
      skip(8);
      return source.bytes().get(LONG, at - 8);
    }
  }
}
