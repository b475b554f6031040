package dev.bulwark.scan.gguf;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the header of GGUF files, versions 1 to 3, in both byte orders; time and memory follow the
/// header, not the file.
///
/// A header that ends too early or counts what cannot be is malformed. One that can be read and
/// breaks a rule is a view with violations. The files GGUF replaced are read by {@link OldGgml}.
public final class GgufReader implements FormatReader<GgufView> {
  /// The magic numbers of older files, as their bytes lie in the file.
  private static final Set<String> OLDER = Set.of("lmgg", "fmgg", "tjgg", "algg");

  private static final ValueLayout.OfInt LITTLE =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public String format() {
    return "gguf";
  }

  @Override
  public Reading<GgufView> read(Source source, Budget budget) {
    if (source.size() < 4) {
      return new Reading.NotMine<>();
    }
    String magic =
        new String(
            source.bytes().asSlice(0, 4).toArray(ValueLayout.JAVA_BYTE),
            StandardCharsets.ISO_8859_1);
    if (OLDER.contains(magic)) {
      return new OldGgml(source, budget).read(magic);
    }
    if (!magic.equals("GGUF")) {
      return new Reading.NotMine<>();
    }
    if (source.size() < 8) {
      return malformed(4, "expected a version, found the end");
    }
    int raw = source.bytes().get(LITTLE, 4);
    boolean little = (raw & 0xffff) != 0;
    int version = little ? raw : Integer.reverseBytes(raw);
    if (version < 1 || version > 3) {
      return malformed(4, "expected a version from 1 to 3, found " + Integer.toUnsignedString(raw));
    }
    return parsed(
        new GgufParse(
            source, budget, version, little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN),
        budget);
  }

  private static Reading<GgufView> parsed(GgufParse parse, Budget budget) {
    try {
      budget.bytes(8);
      budget.entry();
      parse.read();
      return new Reading.View<>(parse.view(), parse.templates());
    } catch (Cursor.Broken e) {
      return new Reading.Malformed<>(
          Optional.of(parse.view()), parse.templates(), e.at(), e.problem());
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(
          Optional.of(parse.view()), parse.templates(), e.reason(), e.problem());
    }
  }

  private static Reading<GgufView> malformed(long at, String problem) {
    return new Reading.Malformed<>(Optional.empty(), List.of(), at, problem);
  }
}
