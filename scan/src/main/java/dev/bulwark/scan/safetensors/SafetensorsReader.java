package dev.bulwark.scan.safetensors;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/// Reads the header of safetensors files; tensor data is accounted for and never looked at.
///
/// A file that breaks the JSON is malformed. One whose JSON breaks the format's rules is a view
/// with violations, because every reader gets that far and not every reader stops there.
public final class SafetensorsReader implements FormatReader<SafetensorsView> {
  /// The reference reader's own bound.
  static final long MAX_HEADER = 100_000_000;

  private static final int LENGTH_SIZE = 8;
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public String format() {
    return "safetensors";
  }

  @Override
  public Reading<SafetensorsView> read(Source source, Budget budget) {
    if (!claims(source)) {
      return new Reading.NotMine<>();
    }
    long headerSize = source.bytes().get(U64, 0);
    if (headerSize < 0 || headerSize > MAX_HEADER) {
      return malformed(
          0,
          "expected a header of at most %d bytes, found a length of %s"
              .formatted(MAX_HEADER, Long.toUnsignedString(headerSize)));
    }
    if (headerSize > source.size() - LENGTH_SIZE) {
      return malformed(
          0,
          "expected a header of %d bytes, found %d bytes to the end of the file"
              .formatted(headerSize, source.size() - LENGTH_SIZE));
    }
    try {
      budget.bytes(LENGTH_SIZE + headerSize);
      budget.entry();
      byte[] header = source.bytes().asSlice(LENGTH_SIZE, headerSize).toArray(JAVA_BYTE);
      return new Header(source.place(), header, source.size(), budget).read();
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  /// There is no magic: an object must open at byte 8, and either the length is possible or what
  /// follows looks like JSON.
  private static boolean claims(Source source) {
    if (source.size() <= LENGTH_SIZE || source.at(LENGTH_SIZE) != '{') {
      return false;
    }
    long headerSize = source.bytes().get(U64, 0);
    boolean possible = headerSize > 0 && headerSize <= MAX_HEADER;
    return possible || opensObject(source);
  }

  private static boolean opensObject(Source source) {
    int next = source.size() > LENGTH_SIZE + 1 ? source.at(LENGTH_SIZE + 1) : -1;
    return next == '"' || next == '}';
  }

  private static Reading<SafetensorsView> malformed(long offset, String problem) {
    return new Reading.Malformed<>(Optional.empty(), List.of(), offset, problem);
  }
}
