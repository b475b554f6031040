package dev.bulwark.scan.table;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads the frames of Parquet and Arrow files (Feather 2 is Arrow): a magic number at both ends
/// and a footer that fits between them. Columns are not decoded.
public final class TableReader implements FormatReader<TableView> {
  private static final String PARQUET = "PAR1";
  private static final String ARROW = "ARROW1";

  @Override
  public String format() {
    return "table";
  }

  @Override
  public Reading<TableView> read(Source source, Budget budget) {
    boolean parquet = starts(source, 0, PARQUET);
    if (!parquet && !starts(source, 0, ARROW + "\0\0")) {
      return new Reading.NotMine<>();
    }
    try {
      budget.bytes(Math.min(source.size(), 16));
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
    String magic = parquet ? PARQUET : ARROW;
    long end = source.size() - magic.length();
    long least = parquet ? 4 : 8;
    if (end < least + 4 || !starts(source, end, magic)) {
      return malformed(end, "expected the same magic number at the end");
    }
    long footer =
        source.bytes().get(JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), end - 4);
    return footer <= 0 || footer > end - 4 - least
        ? malformed(end - 4, "expected the length of a footer within the file")
        : new Reading.View<>(
            new TableView(source.place(), parquet ? "a Parquet table" : "an Arrow table"),
            List.of());
  }

  private static Reading<TableView> malformed(long at, String problem) {
    return new Reading.Malformed<>(Optional.empty(), List.of(), Math.max(0, at), problem);
  }

  private static boolean starts(Source source, long at, String magic) {
    return at >= 0
        && at + magic.length() <= source.size()
        && source
            .inside("", at, source.size() - at)
            .startsWith(magic.getBytes(StandardCharsets.ISO_8859_1));
  }
}
