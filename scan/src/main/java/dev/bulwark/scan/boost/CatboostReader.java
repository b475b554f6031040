package dev.bulwark.scan.boost;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads the frame of CatBoost models: `CBM1`, the size of the core, the core's flatbuffer root,
/// and behind it the parts the core names. Tables inside the core are not walked.
public final class CatboostReader implements FormatReader<BoostView> {
  private static final int HEADER = 8;

  /// `ModelPartIds`, the fourth field of `TModelCore`.
  private static final int PARTS_SLOT = 4 + 2 * 3;

  @Override
  public String format() {
    return "catboost";
  }

  @Override
  public Reading<BoostView> read(Source source, Budget budget) {
    if (!source.startsWith("CBM1".getBytes(StandardCharsets.US_ASCII))) {
      return new Reading.NotMine<>();
    }
    try {
      budget.bytes(Math.min(source.size(), HEADER));
      return frame(source);
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  private static Reading<BoostView> frame(Source source) {
    long size = source.size() < HEADER ? -1 : u32(source, 4);
    if (size < 8 || size > source.size() - HEADER) {
      return malformed(4, "expected the size of the core within the file");
    }
    long root = HEADER + u32(source, HEADER);
    long end = HEADER + size;
    if (root + 4 > end) {
      return malformed(HEADER, "expected the root of a flatbuffer within the core");
    }
    long table = root - (int) u32(source, root);
    if (table < HEADER || table + 4 > end || u16(source, table) < 4) {
      return malformed(root, "expected the table of a flatbuffer within the core");
    }
    int width = u16(source, table);
    if (table + width > end) {
      return malformed(table, "expected the table of a flatbuffer within the core");
    }
    boolean parts = width >= PARTS_SLOT + 2 && u16(source, table + PARTS_SLOT) != 0;
    return new Reading.View<>(
        new BoostView(source, 0, List.of(), parts ? source.size() : end), List.of());
  }

  private static Reading<BoostView> malformed(long at, String problem) {
    return new Reading.Malformed<>(Optional.empty(), List.of(), at, problem);
  }

  private static long u32(Source source, long at) {
    return source.bytes().get(JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at)
        & 0xffffffffL;
  }

  private static int u16(Source source, long at) {
    return source.bytes().get(JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at) & 0xffff;
  }
}
