package dev.bulwark.scan.tflite;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.flatbuffer.BrokenFlatbuffer;
import dev.bulwark.scan.flatbuffer.Flatbuffer;
import dev.bulwark.scan.zip.ZipReader;
import dev.bulwark.scan.zip.ZipView;
import java.util.List;
import java.util.Optional;

/// Reads TensorFlow Lite models, and the files that are packed behind some of them.
///
/// Tools append label files as a zip archive whose offsets count from the start of the model: that
/// is no second format but a part of this one, so this reader answers for it. Whatever else stands
/// behind a model is handed on to every reader.
public final class TfliteReader implements FormatReader<TfliteView> {
  private static final int MAX_PADDING = 64;

  private final FormatReader<ZipView> zip = new ZipReader();

  @Override
  public String format() {
    return "tflite";
  }

  @Override
  public Reading<TfliteView> read(Source source, Budget budget) {
    if (!Flatbuffer.bears(source.bytes(), "TFL3")) {
      return new Reading.NotMine<>();
    }
    TfliteParse parse = new TfliteParse(source, budget);
    try {
      parse.model();
      List<Source> inside = behind(source, parse, budget);
      return new Reading.View<>(parse.view(), inside);
    } catch (BrokenFlatbuffer e) {
      return new Reading.Malformed<>(
          Optional.of(parse.view()), rest(source, parse), e.offset(), e.problem());
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.of(parse.view()), List.of(), e.reason(), e.problem());
    }
  }

  /// Behind a model that breaks, the end of it is not known: everything is handed on.
  private static List<Source> rest(Source source, TfliteParse parse) {
    long end = Math.min(parse.end(), source.size());
    return end < source.size() && !isEmpty(source, end)
        ? List.of(source.inside("behind the model", end, source.size() - end))
        : List.of();
  }

  private List<Source> behind(Source source, TfliteParse parse, Budget budget) {
    long end = Math.min(parse.end(), source.size());
    if (isEmpty(source, end)) {
      return List.of();
    }
    if (zip.read(source, budget) instanceof Reading.View<ZipView>(ZipView view, var members)
        && !view.members().isEmpty()) {
      view.oddities().stream()
          .filter(odd -> odd.kind() != ZipView.Kind.UNEXPLAINED || odd.offset() >= end)
          .forEach(
              odd -> parse.odd(odd.offset(), "in the archive behind the model: " + odd.what()));
      return members;
    }
    parse.odd(end, "%d bytes stand behind the model".formatted(source.size() - end));
    return rest(source, parse);
  }

  private static boolean isEmpty(Source source, long end) {
    if (source.size() - end > MAX_PADDING) {
      return false;
    }
    for (long at = end; at < source.size(); at++) {
      if (source.bytes().get(JAVA_BYTE, at) != 0) {
        return false;
      }
    }
    return true;
  }
}
