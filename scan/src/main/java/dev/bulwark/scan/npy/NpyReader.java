package dev.bulwark.scan.npy;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads NumPy arrays of the versions 1.0 to 3.0. Elements are not looked at; a pickle of objects
/// is handed on.
public final class NpyReader implements FormatReader<NpyView> {
  /// NumPy's own bound on what it will parse.
  private static final int MAX_HEADER = 10_000;

  private static final int PREFIX = 8;
  private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");

  @Override
  public String format() {
    return "npy";
  }

  @Override
  public Reading<NpyView> read(Source source, Budget budget) {
    if (!source.startsWith(
        (byte) 0x93, (byte) 'N', (byte) 'U', (byte) 'M', (byte) 'P', (byte) 'Y')) {
      return new Reading.NotMine<>();
    }
    int width = source.size() > PREFIX && source.at(6) == 1 ? 2 : 4;
    if (source.size() < PREFIX + width || source.at(6) < 1 || source.at(6) > 3) {
      return malformed(6, "expected version 1, 2 or 3 and the length of a header");
    }
    long headerSize = 0;
    for (int i = 0; i < width; i++) {
      headerSize |= (long) source.at(PREFIX + i) << (8 * i);
    }
    long headerAt = (long) PREFIX + width;
    if (headerSize > MAX_HEADER || headerSize > source.size() - headerAt) {
      return malformed(
          PREFIX,
          "expected a header of at most %d bytes, found a length of %d with %d bytes left"
              .formatted(MAX_HEADER, headerSize, source.size() - headerAt));
    }
    try {
      budget.bytes(headerAt + headerSize);
      return view(source, headerAt, (int) headerSize);
    } catch (PythonLiteral.NotLiteral e) {
      return malformed(headerAt + e.at(), e.problem());
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  private static Reading<NpyView> malformed(long offset, String problem) {
    return new Reading.Malformed<>(Optional.empty(), List.of(), offset, problem);
  }

  private static Reading<NpyView> view(Source source, long headerAt, int headerSize) {
    String header =
        new String(
            source.bytes().asSlice(headerAt, headerSize).toArray(JAVA_BYTE),
            StandardCharsets.UTF_8);
    long dataAt = headerAt + headerSize;
    if (!(PythonLiteral.parse(header) instanceof Map<?, ?> members)
        || !members.keySet().equals(KEYS)
        || !(members.get("fortran_order") instanceof Boolean)
        || !(members.get("shape") instanceof List<?> shape)
        || !shape.stream().allMatch(Long.class::isInstance)) {
      return malformed(headerAt, "expected descr, fortran_order and shape, and nothing else");
    }
    ElementType type = ElementType.of(members.get("descr"));
    List<Long> dimensions = new ArrayList<>();
    shape.forEach(dimension -> dimensions.add((Long) dimension));
    NpyView view =
        new NpyView(
            source.place(),
            dimensions,
            type.objects(),
            type.size(),
            wanted(type.size(), product(shape)),
            dataAt,
            source.size() - dataAt);
    boolean pickle = type.objects() && view.found() > 0;
    return new Reading.View<>(
        view, pickle ? List.of(source.inside("objects", dataAt, view.found())) : List.of());
  }

  private static long wanted(long elementSize, long elements) {
    return elementSize < 0
            || elements < 0
            || (elements > 0 && elementSize > Long.MAX_VALUE / elements)
        ? -1
        : elementSize * elements;
  }

  /// How many elements a shape has, which may be one number; -1 when it is no shape or overflows.
  static long product(Object shape) {
    List<?> dimensions = shape instanceof List<?> several ? several : List.of(shape);
    long product = 1;
    for (Object dimension : dimensions) {
      if (!(dimension instanceof Long length)
          || (length > 0 && product > Long.MAX_VALUE / length)) {
        return -1;
      }
      product *= length;
    }
    return product;
  }
}
