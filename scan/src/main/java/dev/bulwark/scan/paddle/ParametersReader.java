package dev.bulwark.scan.paddle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.graph.ArraysView;
import dev.bulwark.scan.protobuf.BrokenWire;
import dev.bulwark.scan.protobuf.Wire;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads parameters of PaddlePaddle: tensors one behind the other, and nothing else.
///
/// ```
/// u32 0, u64 levels, levels: u64 size and bytes each,
/// u32 0, i32 size, TensorDesc {1: type, 2: dimensions}, numbers        little-endian
/// ```
public final class ParametersReader implements FormatReader<ArraysView> {
  private static final int MAX_LEVELS = 64;
  private static final int MAX_DESCRIPTION = 1 << 12;

  /// Bytes of one number by `VarType.Type`.
  private static final Map<Long, Integer> WIDTHS =
      Map.ofEntries(
          Map.entry(0L, 1),
          Map.entry(1L, 2),
          Map.entry(2L, 4),
          Map.entry(3L, 8),
          Map.entry(4L, 2),
          Map.entry(5L, 4),
          Map.entry(6L, 8),
          Map.entry(19L, 8),
          Map.entry(20L, 1),
          Map.entry(21L, 1),
          Map.entry(22L, 2),
          Map.entry(23L, 8),
          Map.entry(24L, 16));

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public String format() {
    return "paddle parameters";
  }

  @Override
  public Reading<ArraysView> read(Source source, Budget budget) {
    long at = 0;
    long tensors = 0;
    try {
      for (long next = tensor(source, 0); next > at; next = tensor(source, at)) {
        budget.entry();
        at = next;
        tensors++;
      }
      return tensors == 0 ? new Reading.NotMine<>() : view(source, tensors, at);
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  /// What follows the tensors and is none is told and handed on.
  private static Reading<ArraysView> view(Source source, long tensors, long end) {
    List<Source> behind =
        end < source.size()
            ? List.of(source.inside("trailing", end, source.size() - end))
            : List.of();
    return new Reading.View<>(new ArraysView(source.place(), tensors, end, source.size()), behind);
  }

  /// The end of the tensor that starts at an offset; -1 when there is none.
  private static long tensor(Source source, long from) {
    long levels = source.size() - from < 12 ? -1 : source.bytes().get(LONG, from + 4);
    if (levels < 0 || levels > MAX_LEVELS || source.bytes().get(INT, from) != 0) {
      return -1;
    }
    long at = from + 12;
    for (long i = 0; i < levels; i++) {
      long size = source.size() - at < 8 ? -1 : source.bytes().get(LONG, at);
      if (size < 0 || size > source.size() - at - 8) {
        return -1;
      }
      at += 8 + size;
    }
    return source.size() - at < 8 || source.bytes().get(INT, at) != 0
        ? -1
        : described(source, at + 4);
  }

  private static long described(Source source, long at) {
    int size = source.bytes().get(INT, at);
    if (size < 2 || size > MAX_DESCRIPTION || size > source.size() - at - 4) {
      return -1;
    }
    long data = at + 4 + size;
    long bytes = bytes(new Wire(source.bytes(), at + 4, data), source.size() - data);
    return bytes < 0 ? -1 : data + bytes;
  }

  /// How many bytes a described tensor has; -1 when it is not described, or has more than fit.
  private static long bytes(Wire description, long most) {
    long items = 1;
    int width = 0;
    try {
      while (description.next()) {
        if (description.type() != Wire.VARINT) {
          return -1;
        }
        if (description.field() == 1 && width == 0) {
          width = WIDTHS.getOrDefault(description.number(), 0);
        } else if (description.field() == 2 && width > 0) {
          long size = description.number();
          if (size < 0 || (size > 0 && items > most / size)) {
            return -1;
          }
          items *= size;
        } else {
          return -1;
        }
      }
    } catch (BrokenWire e) {
      return -1;
    }
    return width == 0 || items > most / width ? -1 : items * width;
  }
}
