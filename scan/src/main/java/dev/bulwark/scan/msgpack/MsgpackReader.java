package dev.bulwark.scan.msgpack;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.util.List;
import java.util.Optional;

/// Reads MessagePack files whose value is a map, or one of Flax's extensions.
///
/// The format has no signature. Bytes are MessagePack when they parse to their end. Those that do
/// not are claimed, and Malformed, only when an array of Flax was met or their name promises it.
public final class MsgpackReader implements FormatReader<MsgpackView> {
  private static final String NAMED = ".msgpack";

  @Override
  public String format() {
    return "msgpack";
  }

  @Override
  public Reading<MsgpackView> read(Source source, Budget budget) {
    boolean promised = source.place().path().getLast().endsWith(NAMED);
    if (!begins(source)) {
      return new Reading.NotMine<>();
    }
    MsgpackParse parse = new MsgpackParse(source, budget);
    try {
      parse.run();
      return parse.end() == source.size() || parse.arrays() > 0 || promised
          ? new Reading.View<>(parse.view(), parse.inside())
          : new Reading.NotMine<>();
    } catch (Broken e) {
      return parse.arrays() > 0 || promised
          ? new Reading.Malformed<>(Optional.of(parse.view()), parse.inside(), e.at(), e.problem())
          : new Reading.NotMine<>();
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(
          parse.arrays() > 0 || promised ? Optional.of(parse.view()) : Optional.empty(),
          List.of(),
          e.reason(),
          e.problem());
    }
  }

  /// Whether the first value is a map with a text as its first key, or an extension of Flax.
  private static boolean begins(Source source) {
    try {
      Token first = Token.read(source, 0, source.size());
      return switch (first.kind()) {
        case MAP ->
            first.count() > 0
                && Token.read(source, first.body(), source.size()).kind() == Token.Kind.TEXT;
        case EXTENSION -> first.code() >= 1 && first.code() <= 3;
        case PLAIN, TEXT, BYTES, ARRAY -> false;
      };
    } catch (Broken e) {
      // A map that promises more than there is: claimed by its name alone.
      return source.size() > 0
          && source.place().path().getLast().endsWith(NAMED)
          && source.at(0) >= 0x80;
    }
  }
}
